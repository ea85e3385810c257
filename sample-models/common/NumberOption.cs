using System.CommandLine;
using System.Globalization;

namespace TrainingSamples;

/// <summary>Makes options that take a number of at least 1.</summary>
internal static class NumberOption
{
    public static Option<int> Create(string name, string description, int defaultValue) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => defaultValue,

        // A parser of its own: what the library makes of text that is no number would leave the program as an exception.
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < 1)
            {
                result.AddError($"{name} takes a number of at least 1, not '{text}'.");
            }

            return number;
        },
    };
}

using System.CommandLine;
using System.Globalization;

namespace TrainingSamples;

/// <summary>Makes options that take a number of at least 1.</summary>
internal static class NumberOption
{
    /// <param name="name">The name of the option.</param>
    /// <param name="description">What it is.</param>
    /// <param name="defaultValue">The number where the option is not given; null: 0, which no one can give.</param>
    public static Option<int> Create(string name, string description, int? defaultValue) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = defaultValue is { } value ? _ => value : null,

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

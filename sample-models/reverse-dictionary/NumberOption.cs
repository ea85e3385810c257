using System.CommandLine;
using System.Globalization;

namespace ReverseDictionary;

/// <summary>Makes options that take a number from 1 up to a limit.</summary>
internal static class NumberOption
{
    public static Option<int> Create(string name, string helpName, string description, int maximum, int defaultValue) => new(name)
    {
        Description = description,
        HelpName = helpName,
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < 1 || number > maximum)
            {
                result.AddError($"{name} takes a number from 1 to {maximum}, not '{text}'.");
            }

            return number;
        },
    };
}

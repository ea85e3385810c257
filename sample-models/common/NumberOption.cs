using System.CommandLine;

namespace TrainingSamples;

/// <summary>Makes options that take a number of at least 1.</summary>
internal static class NumberOption
{
    public static Option<int> Create(string name, string description, int defaultValue)
    {
        Option<int> option = new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => defaultValue };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError($"{name} takes a number of at least 1.");
            }
        });
        return option;
    }
}

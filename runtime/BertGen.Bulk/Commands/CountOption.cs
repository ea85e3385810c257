using System.CommandLine;

namespace BertGen.Bulk.Commands;

/// <summary>Options that are counts.</summary>
internal static class CountOption
{
    /// <summary>An option that takes a whole number from a least one on.</summary>
    public static Option<int?> Create(string name, string description, int least = 1)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "COUNT" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is { } value && value < least)
            {
                result.AddError($"{name} takes a number from {least} on.");
            }
        });
        return option;
    }
}

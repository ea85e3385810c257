using System.CommandLine;

namespace BertGen.Bulk.Commands;

/// <summary>What a command line says of the model, for the command lines of workers.</summary>
internal static class ModelWords
{
    private const string Name = "--model";

    /// <summary>The words; none where the command line says nothing. A path is made whole: workers start in other folders.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed) => parsed.GetValue<string?>(Name) is not { } model ? []
        : [Name, Path.Exists(model) ? Path.GetFullPath(model) : model];
}

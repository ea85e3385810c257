using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Options;

namespace BertGen.Generator.Checking;

/// <summary>What a class is compiled in: the project, the pairs of class names that differ by case only, and what is referenced.</summary>
internal sealed record Surroundings(ProjectFiles Project, EquatableArray<NameClash> Clashes, TorchReferences Torch)
{
    /// <summary>The project's language version, where it is older than that of written code; null otherwise.</summary>
    public string? OldLanguage { get; init; }
}

/// <summary>The project's folder, and all files of models that were given to the compiler.</summary>
internal sealed record ProjectFiles(string Folder, EquatableArray<ModelFile> Models);

/// <summary>
/// A class whose generated file would have the name of another's. It gives way to the first of the name, and has a number
/// of its own: two files of one name would cost every class its file.
/// </summary>
internal sealed record NameClash(string First, string Second, int Number)
{
    public static EquatableArray<NameClash> Find(IEnumerable<string> names) => names
        .Distinct(StringComparer.Ordinal)
        .OrderBy(name => name, StringComparer.Ordinal)
        .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
        .SelectMany(group => group.Skip(1).Select((name, index) => new NameClash(group.Key, name, index + 2)))
        .ToEquatable();
}

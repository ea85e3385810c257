using BertGen.Generator.Common;

namespace BertGen.Generator.Checking;

/// <summary>What a class is compiled in: the project's folder, and the pairs of class names that differ by case only.</summary>
internal sealed record Surroundings(string ProjectFolder, EquatableArray<NameClash> Clashes);

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

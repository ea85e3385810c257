using BertGen.Generator.Common;

namespace BertGen.Generator.Checking;

/// <summary>What a class is compiled in: the project's folder, and the pairs of class names that differ by case only.</summary>
internal sealed record Surroundings(string ProjectFolder, EquatableArray<NameClash> Clashes);

/// <summary>Two classes whose generated files would have one name; the second gives way.</summary>
internal sealed record NameClash(string First, string Second)
{
    public static EquatableArray<NameClash> Find(IEnumerable<string> names) => names
        .OrderBy(name => name, StringComparer.Ordinal)
        .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
        .SelectMany(group => group.Skip(1).Select(name => new NameClash(group.Key, name)))
        .ToEquatable();
}

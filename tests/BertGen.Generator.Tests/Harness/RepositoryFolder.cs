using System.Reflection;

namespace BertGen.Generator.Tests.Harness;

/// <summary>Files of the repository that tests read.</summary>
internal static class RepositoryFolder
{
    public static string Tests { get; } = typeof(RepositoryFolder).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "ProjectFolder").Value!;

    public static string Root => Path.GetFullPath(Path.Combine(Tests, "..", ".."));

    public static string WordNetMini => Path.Combine(Root, "sample-models", "wordnet-mini");
}

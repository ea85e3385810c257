using System.Reflection;

namespace BertGen.Parity;

/// <summary>Files of the repository that tests read.</summary>
internal static class RepositoryFolder
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(
        typeof(RepositoryFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "ProjectFolder").Value!,
        "..",
        ".."));

    public static string Golden { get; } = Path.Combine(Root, "tests", "golden");

    public static string WordNetMini { get; } = Path.Combine(Root, "sample-models", "wordnet-mini");

    public static string Document(string name) => Path.Combine(Root, "docs", name);
}

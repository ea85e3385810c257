using System.Reflection;

namespace BertGen.Examples.Tests;

/// <summary>Files of the repository that tests read.</summary>
internal static class RepositoryFolder
{
    private static readonly string Project = typeof(RepositoryFolder).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "ProjectFolder").Value!;

    public static string Root { get; } = Path.GetFullPath(Path.Combine(Project, "..", ".."));

    /// <summary>What surrounds the examples of the pages.</summary>
    public static string Examples { get; } = Path.Combine(Project, "Examples");

    public static string WordNetMini { get; } = Path.Combine(Root, "sample-models", "wordnet-mini");

    /// <summary>Files of one extension below a folder, without what builds wrote; paths from the root, with slashes.</summary>
    public static IEnumerable<string> Files(string folder, string extension) =>
        from path in Directory.EnumerateFiles(Path.Combine(Root, folder), "*" + extension, SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(Root, path).Replace(Path.DirectorySeparatorChar, '/')
        where !relative.Split('/').Any(part => part is "bin" or "obj" or "artifacts" or "node_modules" || part.StartsWith('.'))
        orderby relative
        select relative;

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");
}

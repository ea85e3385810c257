using System.Text.RegularExpressions;
using BertGen.Generator.Tests.Harness;

namespace BertGen.Generator.Tests;

/// <summary>The stages of the compiler know of each other in one direction: what a folder imports, and what it never does.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(RepositoryFolder.Tests, "..", ".."));

    [Theory]
    [InlineData("Common", "Architectures", "Checking", "Configuration", "Diagnostics", "Members", "Model", "Options", "Planning", "Writing")]
    [InlineData("Members", "Architectures", "Checking", "Common", "Configuration", "Diagnostics", "Model", "Options", "Planning", "Writing")]
    [InlineData("Diagnostics", "Architectures", "Checking", "Configuration", "Model", "Options", "Planning", "Writing")]
    [InlineData("Options", "Architectures", "Checking", "Configuration", "Model", "Planning", "Writing")]
    [InlineData("Configuration", "Architectures", "Checking", "Model", "Planning", "Writing")]
    [InlineData("Architectures", "Checking", "Model", "Writing")]
    [InlineData("Model", "Checking", "Planning", "Writing")]
    [InlineData("Planning", "Architectures", "Checking", "Writing")]
    [InlineData("Checking", "Writing")]
    [InlineData("Writing", "Architectures", "Checking")]
    public void AStageDoesNotImportThoseAboveIt(string stage, params string[] above)
    {
        string[] imports =
        [
            .. Sources("generator/" + stage)
                .SelectMany(file => File.ReadLines(file), (file, line) => (file, Import().Match(line)))
                .Where(import => import.Item2.Success && above.Contains(import.Item2.Groups[1].Value))
                .Select(import => $"{Path.GetRelativePath(Root, import.file)}: {import.Item2.Value}"),
        ];
        Assert.Empty(imports);
    }

    /// <summary>Tokenizers apart, whose classes have names of their own.</summary>
    [Theory]
    [InlineData("albert")]
    [InlineData("camembert")]
    [InlineData("distilbert")]
    [InlineData("electra")]
    [InlineData("modernbert")]
    [InlineData("mpnet")]
    [InlineData("roberta")]
    public void TheRuntimeNamesNoFamily(string family) => Assert.DoesNotContain(
        Sources("runtime").Where(file => !file.Contains(Path.Combine("Text", "Tokenizers") + Path.DirectorySeparatorChar, StringComparison.Ordinal)),
        file => Code(file).Contains(family, StringComparison.OrdinalIgnoreCase));

    // Without comments, which may give examples.
    private static string Code(string file) =>
        string.Join('\n', File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));

    private static IEnumerable<string> Sources(string folder) => Directory
        .EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
        .Order(StringComparer.Ordinal);

    [GeneratedRegex(@"^using BertGen\.Generator\.(\w+)")]
    private static partial Regex Import();
}

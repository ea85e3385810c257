using BertGen.Generator.Tests.Harness;

namespace BertGen.Generator.Tests;

/// <summary>What is known of a family stands in its folder.</summary>
public sealed class FamilySeamTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(RepositoryFolder.Tests, "..", ".."));

    /// <summary>The list of families is the one place that names them all.</summary>
    [Fact]
    public void NothingOutsideItsFolderNamesAFamily()
    {
        string list = Path.Combine("generator", "Architectures", "ArchitectureList.cs");
        string own = Path.Combine("generator", "Architectures", "DistilBert") + Path.DirectorySeparatorChar;

        // Tokenizers have classes with names of their own, which are no families of encoders.
        string tokenizers = Path.Combine("runtime", "BertGen", "Text", "Tokenizers") + Path.DirectorySeparatorChar;
        string[] naming =
        [
            .. Sources("generator").Concat(Sources("runtime")).Concat(Sources("tasks"))
                .Where(file => !file.StartsWith(own, StringComparison.Ordinal) && !file.StartsWith(tokenizers, StringComparison.Ordinal))
                .Where(file => File.ReadAllText(Path.Combine(Root, file)).Contains("distilbert", StringComparison.OrdinalIgnoreCase)),
        ];
        Assert.Equal([list], naming);
    }

    /// <summary>Names of BERT's tensors and of the keys of its sizes: graphs, passes and writers get them from the family.</summary>
    [Theory]
    [InlineData("encoder.layer.")]
    [InlineData("attention.self.")]
    [InlineData("num_hidden_layers")]
    [InlineData("intermediate_size")]
    public void NoPassAndNoWriterKnowsTheNamesOfBert(string name)
    {
        string own = Path.Combine("generator", "Architectures") + Path.DirectorySeparatorChar;
        Assert.DoesNotContain(
            Sources("generator").Where(file => !file.StartsWith(own, StringComparison.Ordinal)),
            file => Code(file).Contains(name, StringComparison.Ordinal));
    }

    /// <summary>Operations, passes and the printed graph know no family; the one builder asks the one of the model.</summary>
    [Fact]
    public void TheGraphImportsNoArchitecture() => Assert.DoesNotContain(
        Sources(Path.Combine("generator", "Planning")).Concat(Sources(Path.Combine("generator", "Configuration", "Json"))),
        file => Code(file).Contains("using BertGen.Generator.Architectures", StringComparison.Ordinal));

    // Without comments, which may give examples.
    private static string Code(string file) =>
        string.Join('\n', File.ReadLines(Path.Combine(Root, file)).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));

    private static IEnumerable<string> Sources(string folder) => Directory
        .EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Root, file))
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
        .Order(StringComparer.Ordinal);
}

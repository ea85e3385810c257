using System.Text.RegularExpressions;
using BertGen.Examples.Tests.Compiling;
using BertGen.Examples.Tests.Pages;

namespace BertGen.Examples.Tests.Claims;

/// <summary>The table of options in the read-me.</summary>
[Collection(ExampleCollection.Name)]
public sealed partial class OptionTableTests(ExampleProject project)
{
    private static readonly string[] Rows =
    [
        .. Page.Read("README.md").Prose.Split('\n')
            .SkipWhile(line => !line.StartsWith("| option | default |", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|')),
    ];

    [Fact]
    public void TheOptionsAreThoseOfTheAttribute()
    {
        string[] options = [.. Rows.SelectMany(row => Code().Matches(row.Split('|')[1]).Select(match => match.Groups["code"].Value))];
        Assert.NotEmpty(options);
        Assert.All(options, option => Assert.NotNull(typeof(BertEmbedderAttribute).GetProperty(option)));
    }

    [Fact]
    public void TheDefaultsOfTheTableAreThoseOfTheCompiler()
    {
        Assert.Contains(Rows, row => row.StartsWith("| `MaxPieces` | 512, or the model's limit |", StringComparison.Ordinal));
        Assert.Contains(Rows, row => row.StartsWith("| `NumStartTokens`, `NumEndTokens` | 1, 1 |", StringComparison.Ordinal));

        // wordnet-mini has 512 positions; of a model with fewer, windows are as long as it allows.
        Assert.Contains("Windows of 512 pieces with 1 start and 1 end", Written("models/wordnet-mini"), StringComparison.Ordinal);
        string shorter = Directory.CreateDirectory(Path.Combine(project.Folder, "models", "shorter")).FullName;
        string config = File.ReadAllText(Path.Combine(project.Folder, "models", "wordnet-mini", "config.json"));
        File.WriteAllText(Path.Combine(shorter, "config.json"), config.Replace("\"max_position_embeddings\": 512", "\"max_position_embeddings\": 128"));
        Assert.Contains("Windows of 128 pieces with 1 start and 1 end", Written("models/shorter"), StringComparison.Ordinal);
    }

    private string Written(string model) => ExampleCompiler.Written(project.Folder, $"[BertGen.BertEmbedder(\"{model}\", TopLayerOnly = true)] public sealed partial class Model;");

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex Code();
}

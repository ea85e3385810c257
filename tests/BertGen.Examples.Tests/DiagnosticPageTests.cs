using BertGen.Examples.Tests.Compiling;
using BertGen.Examples.Tests.Pages;
using Microsoft.CodeAnalysis;

namespace BertGen.Examples.Tests;

/// <summary>The example of a diagnostic's page gives that diagnostic, and no other.</summary>
[Collection(ExampleCollection.Name)]
public sealed class DiagnosticPageTests(ExampleProject project)
{
    private const string Section = "Example";

    // What is wrong in these is in a file that only a build reads: tests of the build task show them.
    private static readonly string[] NeedABuild = ["BERT060", "BERT071"];

    // The folder says how to pool and where to cut.
    private static readonly string[] OfWholeFolder = ["BERT051", "BERT055"];

    // The project has no such package.
    private const string OfMissingTorchSharp = "BERT016";

    // Of the families, only another one than the BERT of all other pages lacks what these ask for.
    private static readonly string[] OfDistilBert = ["BERT035"];

    /// <summary>Pages whose example is a folder of static vectors.</summary>
    private static readonly string[] OfStaticVectors = ["BERT120"];

    private static readonly (string Name, string Text)[] StaticFolder =
    [
        ("modules.json", """[{ "idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding" }]"""),
        ("tokenizer.json", """{ "model": { "type": "WordPiece", "vocab": { "a": 0 } } }"""),
    ];

    private const string DistilBertConfig = """
        { "model_type": "distilbert", "vocab_size": 100, "dim": 8, "n_layers": 1, "n_heads": 2, "hidden_dim": 16, "max_position_embeddings": 32, "activation": "gelu" }
        """;

    public static TheoryData<string> Ids =>
    [
        .. Page.All.Where(page => page.Path.StartsWith("docs/diagnostics/BERT", StringComparison.Ordinal) && page.Blocks.Any(IsExample))
            .Select(page => Path.GetFileNameWithoutExtension(page.Path))
            .Except(NeedABuild),
    ];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task AnExampleGivesTheDiagnosticOfItsPage(string id)
    {
        CodeBlock example = Page.Read($"docs/diagnostics/{id}.md").Blocks.First(IsExample);

        // The pages call a model of three layers and 512 positions "mini"; that of the hub was not fetched.
        IEnumerable<AdditionalText> texts = ModelText.Below(Path.Combine(project.Folder, "models", "wordnet-mini"))
            .Where(text => OfWholeFolder.Contains(id) || text.Path.EndsWith($"wordnet-mini{Path.DirectorySeparatorChar}config.json", StringComparison.Ordinal))
            .Select(text => new ModelText(text.Path.Replace("wordnet-mini", "mini", StringComparison.Ordinal), text.GetText()!.ToString()));
        if (OfDistilBert.Contains(id))
        {
            texts = [new ModelText(Path.Combine(project.Folder, "models", "distilbert", "config.json"), DistilBertConfig)];
        }

        if (OfStaticVectors.Contains(id))
        {
            texts = StaticFolder.Select(file => new ModelText(Path.Combine(project.Folder, "models", "potion", file.Name), file.Text));
        }

        IReadOnlyList<Diagnostic> findings = await ExampleCompiler.FindingsAsync(
            project.Folder, "using BertGen;\n" + example.Text, Path.Combine(project.Folder, "Mini.cs"), [.. texts], hasTorchSharp: id != OfMissingTorchSharp);

        Assert.Equal([id], findings.Select(finding => finding.Id).Distinct());
    }

    private static bool IsExample(CodeBlock block) => block.IsCSharp && block.Section == Section;
}

using System.Collections.Immutable;
using System.Text;
using BertGen.Generator;
using BertGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Fuzz.Build;

/// <summary>Runs the generator, and where asked the analyzer, over sources and files: neither may throw, whatever they are given.</summary>
internal static class CompilerInput
{
    public const string Folder = "/home/me/project";

    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly CSharpCompilation Empty = CSharpCompilation.Create(
        "Project",
        references: ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is "BertGen.dll" or "System.Runtime.dll" or "System.Private.CoreLib.dll" or "System.Numerics.Tensors.dll")
            .Select(path => MetadataReference.CreateFromFile(path)),
        options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private static readonly Compilation OneClass = Empty.AddSyntaxTrees(
        CSharpSyntaxTree.ParseText("using BertGen; [BertEmbedder(\"models/tiny\")] public sealed partial class Bert;", path: "Model.cs"));

    /// <summary>Compiles a class over the model in <c>models/tiny</c>.</summary>
    /// <returns>Ids of what was found.</returns>
    public static string[] Run(params (string Path, byte[] Content)[] files) => Run(OneClass, files, isAnalyzed: false).Ids;

    /// <summary>Compiles and analyzes a source.</summary>
    /// <returns>The written files, by name.</returns>
    public static IReadOnlyDictionary<string, string> Analyze(string source, params (string Path, byte[] Content)[] files) =>
        Run(Empty.AddSyntaxTrees(CSharpSyntaxTree.ParseText(source, path: "Model.cs")), files, isAnalyzed: true).Written;

    private static (string[] Ids, IReadOnlyDictionary<string, string> Written) Run(Compilation compilation, (string Path, byte[] Content)[] files, bool isAnalyzed)
    {
        GeneratorDriver driver = CSharpGeneratorDriver
            .Create([new BertEmbedderGenerator().AsSourceGenerator()], files.Select(file => new MemoryText($"{Folder}/{file.Path}", Decode(file.Content))), null, new ProjectOptions(Folder + "/"))
            .RunGenerators(compilation);
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        Assert.True(result.Exception is null, result.Exception?.ToString());
        Assert.All(result.GeneratedSources, source => Assert.DoesNotContain(source.SourceText.ToString(), character => character is '\r' or '\u0085' or '\u2028' or '\u2029'));
        ImmutableArray<Diagnostic> found = result.Diagnostics;
        if (isAnalyzed)
        {
            found = found.AddRange(compilation.WithAnalyzers([new BertEmbedderAnalyzer()]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult());
        }

        Assert.All(found, finding =>
        {
            Assert.StartsWith("BERT", finding.Id, StringComparison.Ordinal);
            Assert.DoesNotContain(finding.GetMessage(), character => character is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029');
            Assert.True(finding.Location.GetLineSpan().StartLinePosition.Line >= 0);
        });
        return ([.. found.Select(finding => finding.Id)], result.GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString()));
    }

    // As the command-line compiler does.
    private static SourceText Decode(byte[] content)
    {
        using var stream = new MemoryStream(content);
        try
        {
            return SourceText.From(stream, Utf8);
        }
        catch (DecoderFallbackException)
        {
            stream.Position = 0;
            return SourceText.From(stream, Encoding.Latin1);
        }
    }

    private sealed class MemoryText(string path, SourceText text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => text;
    }
}

using System.Collections.Immutable;
using BertGen.Generator;
using BertGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BertGen.Parity.Compiling;

/// <summary>Runs the generator and the C# compiler, as a build does, with every warning an error.</summary>
internal static class EmbedderCompiler
{
    /// <summary>How sources are read.</summary>
    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp13, DocumentationMode.Diagnose);

    /// <summary>What compiled classes may use.</summary>
    public static ImmutableArray<MetadataReference> References { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => IsReferenced(Path.GetFileName(path)))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Compiles a class that must compile without a word.</summary>
    public static IParityModel Compile(ModelUnderTest model)
    {
        CSharpCompilation compilation = Generate(model, out ImmutableArray<Diagnostic> findings);
        Assert.Empty(findings);
        INamedTypeSymbol embedder = compilation.GetTypeByMetadataName($"{Adapter.Namespace}.{Adapter.Embedder}")!;

        using var assembly = new MemoryStream();
        ImmutableArray<Diagnostic> errors = compilation.AddSyntaxTrees(Parse(Adapter.For(embedder))).Emit(assembly).Diagnostics;
        Assert.Empty(errors.Where(error => error.Severity > DiagnosticSeverity.Hidden));

        assembly.Position = 0;
        Type opener = new CompiledAssembly().LoadFromStream(assembly).GetType(Adapter.Model, throwOnError: true)!;
        return (IParityModel)Activator.CreateInstance(opener)!;
    }

    /// <summary>What the generator and the analyzer say about a class.</summary>
    public static async Task<ImmutableArray<Diagnostic>> FindingsAsync(ModelUnderTest model)
    {
        CSharpCompilation compilation = Generate(model, out ImmutableArray<Diagnostic> generatorFindings);
        return generatorFindings.AddRange(await compilation.WithAnalyzers([new BertEmbedderAnalyzer()]).GetAnalyzerDiagnosticsAsync());
    }

    private static CSharpCompilation Generate(ModelUnderTest model, out ImmutableArray<Diagnostic> findings)
    {
        var compilation = CSharpCompilation.Create(
            $"Compiled.{Path.GetFileName(model.Folder)}",
            [Parse(model.Source)],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release)
                .WithNullableContextOptions(NullableContextOptions.Enable)
                .WithGeneralDiagnosticOption(ReportDiagnostic.Error));

        CSharpGeneratorDriver
            .Create(
                [new BertEmbedderGenerator().AsSourceGenerator()],
                ModelText.InFolder(model.Folder),
                ParseOptions,
                new ProjectOptions(Path.GetDirectoryName(model.Folder) + Path.DirectorySeparatorChar))
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out findings);
        return (CSharpCompilation)output;
    }

    /// <summary>The libraries of .NET and the runtime; a reference to the test's own packages only costs time.</summary>
    private static bool IsReferenced(string file) =>
        file is "BertGen.dll" or "BertGen.Parity.dll" or "BertGen.TorchSharp.dll" or "TorchSharp.dll" || file.StartsWith("System.", StringComparison.Ordinal);

    /// <summary>Reads a source.</summary>
    public static SyntaxTree Parse(string source) => CSharpSyntaxTree.ParseText(source, ParseOptions);
}

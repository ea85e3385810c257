using System.Collections.Immutable;
using BertGen.Generator;
using BertGen.Generator.Checking;
using BertGen.Generator.Model;
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

    /// <summary>What is compiled of a class.</summary>
    public static EmbedderSpec SpecOf(ModelUnderTest model)
    {
        GeneratorRunResult result = Run(model, out _).GetRunResult().Results.Single();
        var found = (CheckedModel)result.TrackedSteps[Steps.Model].Single().Outputs.Single().Value;
        return found.Spec ?? throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }

    private static CSharpCompilation Generate(ModelUnderTest model, out ImmutableArray<Diagnostic> findings)
    {
        GeneratorDriver driver = Run(model, out CSharpCompilation compilation);
        findings = driver.GetRunResult().Diagnostics;
        return compilation.AddSyntaxTrees(driver.GetRunResult().GeneratedTrees);
    }

    private static GeneratorDriver Run(ModelUnderTest model, out CSharpCompilation compilation)
    {
        compilation = CSharpCompilation.Create(
            $"Compiled.{Path.GetFileName(model.Folder)}",
            [Parse(model.Source)],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release)
                .WithNullableContextOptions(NullableContextOptions.Enable)
                .WithGeneralDiagnosticOption(ReportDiagnostic.Error));

        return CSharpGeneratorDriver
            .Create(
                [new BertEmbedderGenerator().AsSourceGenerator()],
                model.HasAllFiles ? ModelText.Below(model.Folder) : ModelText.InFolder(model.Folder),
                ParseOptions,
                new ProjectOptions(Path.GetDirectoryName(model.Folder) + Path.DirectorySeparatorChar),
                new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true))
            .RunGenerators(compilation);
    }

    /// <summary>The libraries of .NET and the runtime; a reference to the test's own packages only costs time.</summary>
    private static bool IsReferenced(string file) =>
        file is "BertGen.dll" or "BertGen.Parity.dll" or "BertGen.TorchSharp.dll" or "TorchSharp.dll" || file.StartsWith("System.", StringComparison.Ordinal);

    /// <summary>Reads a source.</summary>
    public static SyntaxTree Parse(string source) => CSharpSyntaxTree.ParseText(source, ParseOptions);
}

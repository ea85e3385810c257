using System.Collections.Immutable;
using BertGen.Generator;
using BertGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BertGen.Examples.Tests.Compiling;

/// <summary>Runs the generator and the C# compiler as the build of a console project does, with every warning an error.</summary>
internal static class ExampleCompiler
{
    // What a new console project has.
    private const string ImplicitUsings = """
        global using global::System;
        global using global::System.Collections.Generic;
        global using global::System.IO;
        global using global::System.Linq;
        global using global::System.Net.Http;
        global using global::System.Threading;
        global using global::System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp13);

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => IsReferenced(Path.GetFileName(path)))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Compiles sources that must compile without a word, and returns the assembly.</summary>
    /// <param name="folder">The project folder, with its models.</param>
    /// <param name="isProgram">Whether the sources have an entry point.</param>
    /// <param name="sources">The files.</param>
    public static async Task<MemoryStream> CompileAsync(string folder, bool isProgram, IEnumerable<string> sources)
    {
        CSharpCompilation compilation = Generate(References, folder, isProgram, [.. sources], ModelText.Below(folder), out ImmutableArray<Diagnostic> findings);
        var assembly = new MemoryStream();
        ImmutableArray<Diagnostic> errors = compilation.Emit(assembly).Diagnostics;
        Assert.DoesNotContain([.. findings, .. errors, .. await AnalyzeAsync(compilation)], error => error.Severity > DiagnosticSeverity.Hidden);
        assembly.Position = 0;
        return assembly;
    }

    /// <summary>What the generator and the analyzer say about one file of a project.</summary>
    /// <param name="folder">The project folder.</param>
    /// <param name="source">The file.</param>
    /// <param name="path">Its path.</param>
    /// <param name="texts">The small files of its models.</param>
    /// <param name="hasTorchSharp">Whether the project references TorchSharp.</param>
    public static async Task<IReadOnlyList<Diagnostic>> FindingsAsync(
        string folder, string source, string path, ImmutableArray<AdditionalText> texts, bool hasTorchSharp = true)
    {
        IEnumerable<MetadataReference> references = References.Where(
            reference => hasTorchSharp || !reference.Display!.EndsWith("TorchSharp.dll", StringComparison.Ordinal));
        CSharpCompilation compilation = Generate(references, folder, isProgram: false, [source], texts, out ImmutableArray<Diagnostic> findings, path);
        return findings.AddRange(await AnalyzeAsync(compilation));
    }

    /// <summary>The source that the generator writes for the only class of a file.</summary>
    public static string Written(string folder, string source) => Generate(References, folder, isProgram: false, [source], ModelText.Below(folder), out _)
        .SyntaxTrees.Single(tree => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)).ToString();

    private static Task<ImmutableArray<Diagnostic>> AnalyzeAsync(CSharpCompilation compilation) =>
        compilation.WithAnalyzers([new BertEmbedderAnalyzer()]).GetAnalyzerDiagnosticsAsync();

    private static CSharpCompilation Generate(
        IEnumerable<MetadataReference> references,
        string folder,
        bool isProgram,
        string[] sources,
        ImmutableArray<AdditionalText> texts,
        out ImmutableArray<Diagnostic> findings,
        string path = "")
    {
        var compilation = CSharpCompilation.Create(
            "Example",
            [.. sources.Select(source => CSharpSyntaxTree.ParseText(source, ParseOptions, path)), CSharpSyntaxTree.ParseText(ImplicitUsings, ParseOptions)],
            references,
            new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release)
                .WithNullableContextOptions(NullableContextOptions.Enable)
                .WithGeneralDiagnosticOption(ReportDiagnostic.Error));

        CSharpGeneratorDriver
            .Create([new BertEmbedderGenerator().AsSourceGenerator()], texts, ParseOptions, new ProjectOptions(folder + Path.DirectorySeparatorChar))
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out findings);
        return (CSharpCompilation)output;
    }

    /// <summary>The libraries of .NET, of this repository, and those that it has adapters for.</summary>
    private static bool IsReferenced(string file) =>
        file is "TorchSharp.dll" or "Microsoft.ML.Tokenizers.dll"
        || file.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
        || file.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
        || file.StartsWith("System.", StringComparison.Ordinal)
        || (file.StartsWith("BertGen", StringComparison.Ordinal) && file != "BertGen.Generator.dll");
}

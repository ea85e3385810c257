using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BertGen.Generator.Tests.Harness;

/// <summary>A project in memory: C# sources and the files beside them, compiled with the generator and the analyzer.</summary>
internal sealed record TestProject
{
    public const string Folder = "/home/me/project";

    // The oldest language version that the written code needs.
    private static readonly CSharpParseOptions Options = new(LanguageVersion.CSharp13, DocumentationMode.Diagnose);

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("BertGen.Generator", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    // What a class for TorchSharp needs, and most projects do not reference.
    private static readonly string[] TorchSharp = ["TorchSharp.dll", "BertGen.TorchSharp.dll"];

    /// <summary>The language version.</summary>
    public LanguageVersion Language { get; init; } = LanguageVersion.CSharp13;

    /// <summary>File names of references that are left out.</summary>
    public ImmutableArray<string> LeftOut { get; init; } = [.. TorchSharp];

    public ImmutableSortedDictionary<string, string> Sources { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public ImmutableSortedDictionary<string, string> Files { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public static TestProject Of(string source) => new TestProject().WithSource("Model.cs", source);

    public TestProject WithSource(string path, string source) => this with { Sources = Sources.SetItem(path, source) };

    /// <summary>Adds a file by its path from the project folder.</summary>
    public TestProject WithFile(string path, string text) => this with { Files = Files.SetItem($"{Folder}/{path}", text) };

    /// <summary>The project with references to TorchSharp, but for some.</summary>
    public TestProject WithTorchSharp(params ReadOnlySpan<string> leftOut) => this with { LeftOut = [.. leftOut] };

    public CSharpCompilation Compile() => CSharpCompilation.Create(
        "Project",
        Sources.Select(source => CSharpSyntaxTree.ParseText(source.Value, Options.WithLanguageVersion(Language), source.Key)),
        References.Where(reference => !LeftOut.Contains(Path.GetFileName(reference.Display!))),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
            .WithNullableContextOptions(NullableContextOptions.Enable)
            .WithWarningLevel(9999)
            .WithGeneralDiagnosticOption(ReportDiagnostic.Error)

            // An assembly that was built for an earlier version of another: what every build leaves out.
            .WithSpecificDiagnosticOptions([new("CS1701", ReportDiagnostic.Suppress)]));

    public ImmutableArray<AdditionalText> Texts() => [.. Files.Select(file => new InMemoryText(file.Key, file.Value))];

    public static SyntaxTree Parse(string path, string source) => CSharpSyntaxTree.ParseText(source, Options, path);

    public GeneratorDriver Driver() => Driver(Texts());

    public GeneratorDriver Driver(ImmutableArray<AdditionalText> texts) => CSharpGeneratorDriver.Create(
        [new BertEmbedderGenerator().AsSourceGenerator()],
        texts,
        Options.WithLanguageVersion(Language),
        new ProjectOptions(Folder + "/"),
        new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Generates, compiles and analyzes.</summary>
    public async Task<BuildResult> BuildAsync()
    {
        GeneratorDriver driver = Driver().RunGeneratorsAndUpdateCompilation(Compile(), out Compilation output, out ImmutableArray<Diagnostic> reported);
        CompilationWithAnalyzers analysis = output.WithAnalyzers([new BertEmbedderAnalyzer()]);
        ImmutableArray<Diagnostic> misuse = await analysis.GetAnalyzerDiagnosticsAsync();
        return new BuildResult(driver.GetRunResult(), [.. reported.Concat(misuse).Where(finding => !finding.IsSuppressed)], output.GetDiagnostics());
    }

    /// <summary>Builds what must build without a word, and returns the only written file.</summary>
    public async Task<string> GenerateAsync()
    {
        BuildResult result = await BuildAsync();
        Assert.Empty(result.Findings);
        Assert.Empty(result.CompilerDiagnostics);
        return result.Sources.Values.Single();
    }
}

/// <summary>What a build gave.</summary>
internal sealed record BuildResult(
    GeneratorDriverRunResult Run,
    ImmutableArray<Diagnostic> Findings,
    ImmutableArray<Diagnostic> CompilerDiagnostics)
{
    /// <summary>Written files by name.</summary>
    public Dictionary<string, string> Sources =>
        Run.Results.Single().GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString());
}

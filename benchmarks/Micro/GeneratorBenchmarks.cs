using BenchmarkDotNet.Attributes;
using BertGen.Generator;
using BertGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Benchmarks.Micro;

/// <summary>The compiler itself, on the three shapes of these benchmarks: what it adds to a build, without the start of a process.</summary>
public class GeneratorBenchmarks
{
    private const string Source = """
        using BertGen;

        [BertEmbedder("models/bert-base")]
        public sealed partial class BertBase;

        [BertEmbedder("models/minilm-l6", TopLayerOnly = true)]
        public sealed partial class MiniLm;

        [BertEmbedder("models/bert-tiny", ScalarMixParameters = [0, 1])]
        public sealed partial class BertTiny;
        """;

    private CSharpCompilation? _compilation;
    private CSharpCompilation? _edited;
    private GeneratorDriver? _first;
    private GeneratorDriver? _second;

    [GlobalSetup]
    public void Prepare()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "project") + "/";
        MetadataReference[] references =
        [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
        ];
        _compilation = CSharpCompilation.Create("Project", [CSharpSyntaxTree.ParseText(Source, path: folder + "Models.cs")], references);
        _edited = _compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Unrelated;", path: folder + "Unrelated.cs"));
        _first = CSharpGeneratorDriver.Create(
            [new BertEmbedderGenerator().AsSourceGenerator()],
            [.. Shape.All.Select(shape => new ModelFile(folder + $"models/{shape.Name}/config.json", Path.Combine(AppContext.BaseDirectory, "models", shape.Name, "config.json")))],
            optionsProvider: new ProjectOptions(folder));
        _second = _first.RunGenerators(_compilation);
        if (_second.GetRunResult() is not { Diagnostics.Length: 0, GeneratedTrees.Length: 3 })
        {
            throw new InvalidOperationException($"The models do not compile: {string.Join(", ", _second.GetRunResult().Diagnostics)}");
        }
    }

    [Benchmark(Description = "three models, first run")]
    public GeneratorDriver First() => _first!.RunGenerators(_compilation!);

    [Benchmark(Description = "after an unrelated edit")]
    public GeneratorDriver Again() => _second!.RunGenerators(_edited!);

    private sealed class ModelFile(string path, string file) : AdditionalText
    {
        private readonly SourceText _text = SourceText.From(File.ReadAllText(file));

        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
    }
}

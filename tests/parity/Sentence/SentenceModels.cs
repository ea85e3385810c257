using System.Collections.Immutable;
using System.Reflection;
using BertGen.Generator;
using BertGen.Generator.Tests.Harness;
using BertGen.Parity.Compiling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BertGen.Parity.Sentence;

/// <summary>Classes of many folders, compiled together.</summary>
internal sealed class SentenceModels
{
    private const string Namespace = "BertGen.Parity.Sentences";

    private readonly Assembly _assembly;
    private readonly Dictionary<string, int> _numbers;
    private readonly ILookup<string, Diagnostic> _errors;

    private SentenceModels(Assembly assembly, Dictionary<string, int> numbers, ILookup<string, Diagnostic> errors) => (_assembly, _numbers, _errors) = (assembly, numbers, errors);

    /// <summary>Compiles a class for each folder in a folder.</summary>
    /// <param name="root">The folder of the folders.</param>
    /// <param name="names">Their names.</param>
    /// <param name="arguments">Arguments of the attribute.</param>
    public static SentenceModels Compile(string root, IReadOnlyList<string> names, string arguments)
    {
        Dictionary<string, int> numbers = names.Select((name, number) => (name, number)).ToDictionary(item => item.name, item => item.number);
        string classes = string.Concat(names.Select(name => $"[BertGen.BertEmbedder(\"{name}\"{arguments})] internal sealed partial class Model{numbers[name]};\n"));
        var compilation = CSharpCompilation.Create(
            "Sentences",
            [EmbedderCompiler.Parse($"namespace {Namespace};\n{classes}")],
            EmbedderCompiler.References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary).WithNullableContextOptions(NullableContextOptions.Enable));
        CSharpGeneratorDriver
            .Create(
                [new BertEmbedderGenerator().AsSourceGenerator()],
                names.SelectMany(name => ModelText.Below(Path.Combine(root, name))),
                EmbedderCompiler.ParseOptions,
                new ProjectOptions(root + Path.DirectorySeparatorChar))
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation written, out ImmutableArray<Diagnostic> findings);
        string adapters = string.Concat(numbers.Values.Select(number => Adapter(written.GetTypeByMetadataName($"{Namespace}.Model{number}")!)));
        using var image = new MemoryStream();
        var emitted = written.AddSyntaxTrees(EmbedderCompiler.Parse($"using System.Numerics.Tensors;\nusing BertGen.Parity.Sentence;\nnamespace {Namespace};\n{adapters}")).Emit(image);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics.Where(error => error.Severity == DiagnosticSeverity.Error).Take(5)));
        image.Position = 0;
        return new SentenceModels(
            new CompiledAssembly().LoadFromStream(image),
            numbers,
            findings.Where(finding => finding.Severity == DiagnosticSeverity.Error).ToLookup(finding => NameOf(finding, root, names)));
    }

    /// <summary>Loads the model of a folder.</summary>
    /// <param name="name">The name of the folder whose class it is.</param>
    /// <param name="folder">The folder with its weights.</param>
    public ISentenceModel Load(string name, string folder)
    {
        Assert.Empty(_errors[name]);
        try
        {
            return (ISentenceModel)_assembly.GetType($"{Namespace}.Adapter{_numbers[name]}", throwOnError: true)!.GetConstructor([typeof(string)])!.Invoke([folder]);
        }
        catch (TargetInvocationException e)
        {
            throw new InvalidOperationException($"{name} does not load: {e.InnerException!.Message}", e.InnerException);
        }
    }

    private static string Adapter(INamedTypeSymbol model)
    {
        bool Has(string member) => !model.GetMembers(member).IsEmpty;
        string name = model.Name;
        string options = $"new BertGen.EmbedOptions<{name}> {{ Prompt = call.Prompt is {{ }} prompt ? new BertGen.BertPrompt<{name}>(prompt) : null, Role = call.Role, Dimensions = call.Dimensions, Normalize = call.Normalize }}";
        return $$"""
            public sealed class {{name.Replace("Model", "Adapter")}}(string folder) : ISentenceModel
            {
                private readonly {{name}} _model = {{name}}.Load(folder);

                public BertGen.BertModelInfo Info => {{name}}.Info;

                public void Dispose() => _model.Dispose();

                {{(Has("Save") ? "public void Save(string saved) => _model.Save(saved);" : "")}}

                {{(Has("Embed") ? $"public Tensor<float> Embed(SentenceArguments call, string[] texts) => _model.Embed({options}, texts);" : "")}}

                {{(Has("EmbedInto") ? $"public void EmbedInto(SentenceArguments call, string[] texts, System.Memory<float> destination) => _model.EmbedInto(texts, destination, {options});" : "")}}

                {{(Has("Embed") ? $"public int[][] Tokenize(SentenceArguments call, string[] texts) {{ using var rows = _model.Tokenize({options}, texts); return SentenceRows.Of(rows); }}" : "")}}

                {{(Has("Embed") ? "public Tensor<float> Similarity(Tensor<float> left, Tensor<float> right) => _model.Similarity(left, right);" : "")}}

                {{(Has("EmbedTokens") ? $"public Tensor<float>[] EmbedTokens(SentenceArguments call, string[] texts) => _model.EmbedTokens({options}, texts);" : "")}}

                {{(Has("Score") ? "public Tensor<float> Score(string[] firsts, string[] seconds) => _model.Score((System.ReadOnlySpan<string>)firsts, seconds);" : "")}}
            }

            """;
    }

    // In a file of the folder, or at the class, whose line is its number.
    private static string NameOf(Diagnostic finding, string root, IReadOnlyList<string> names)
    {
        FileLinePositionSpan place = finding.Location.GetLineSpan();
        return place.Path.Length == 0 ? names[place.StartLinePosition.Line - 1] : Path.GetRelativePath(root, place.Path).Split('/', '\\')[0];
    }
}

/// <summary>Rows of ids as arrays.</summary>
public static class SentenceRows
{
    public static int[][] Of(Text.PieceBuffer pieces)
    {
        int[][] rows = new int[pieces.RowCount][];
        for (int row = 0, start = 0; row < rows.Length; start = pieces.RowEnds[row++])
        {
            rows[row] = pieces.Ids[start..pieces.RowEnds[row]].ToArray();
        }

        return rows;
    }
}

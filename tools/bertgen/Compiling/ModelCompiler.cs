using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using BertGen.Checkpoints;
using BertGen.Generator;
using BertGen.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BertGen.Tool.Compiling;

/// <summary>
/// Runs the generator and the C# compiler in this process, as a build does. Only this class and its helpers name types of the
/// compiler: a model that is in the cache starts without it.
/// </summary>
internal static class ModelCompiler
{
    /// <summary>The class that the config of an original ColBERT names, which says by itself what becomes of a text.</summary>
    private const string OriginalMultiVector = "HF_ColBERT";

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp13, DocumentationMode.None);

    /// <exception cref="CompilationException">The model does not compile.</exception>
    /// <exception cref="UserException">A file cannot be read.</exception>
    public static CompiledEntry Compile(ModelPlace place, FolderFiles files, ModelOptions options)
    {
        ModelOptions all = WithDefaults(place, options);
        string scratch = Directory.CreateTempSubdirectory("bertgen-").FullName;
        try
        {
            ImmutableArray<AdditionalText> texts =
            [
                .. files.Small.Concat(ModelHandover.Write(place.Model, place.ProjectFolder, scratch)).Select(path => new FileText(path)),
            ];
            return Compile(place, texts, all);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"the model cannot be compiled: {e.Message}", e);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static CompiledEntry Compile(ModelPlace place, ImmutableArray<AdditionalText> texts, ModelOptions options)
    {
        var properties = new ProjectProperties(place.ProjectFolder);
        var compilation = CSharpCompilation.Create(
            AdapterSource.AssemblyName,
            [Parse(AdapterSource.Class(place.Model, place.IsArchive, options))],
            RunningAssemblies.References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, deterministic: true)
                .WithNullableContextOptions(NullableContextOptions.Enable));
        CSharpGeneratorDriver
            .Create([new BertEmbedderGenerator().AsSourceGenerator()], texts, ParseOptions, properties)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out ImmutableArray<Diagnostic> findings);
        ImmutableArray<Diagnostic> optionFindings = compilation
            .WithAnalyzers([new BertEmbedderAnalyzer()], new AnalyzerOptions(texts, properties))
            .GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
        DiagnosticLines lines = new(place, options);
        string[] warnings = lines.Check([.. findings, .. optionFindings]);

        INamedTypeSymbol encoder = generated.GetTypeByMetadataName(AdapterSource.Encoder)!;
        using var assembly = new MemoryStream();
        warnings = [.. warnings, .. lines.Check(
            generated.AddSyntaxTrees(Parse(AdapterSource.Adapter(name => !encoder.GetMembers(name).IsEmpty, encoder.GetMembers("Classify").OfType<IMethodSymbol>().Any(method => method.Parameters.Length == 3)))).Emit(assembly).Diagnostics)];
        return new CompiledEntry(assembly.ToArray(), string.Concat(warnings.Select(line => line + "\n")));
    }

    private static SyntaxTree Parse(string source) => CSharpSyntaxTree.ParseText(source, ParseOptions);

    /// <summary>
    /// What a program in another language means if it says nothing: the last layer, the pooler where the weights have one, and the mean
    /// of the pieces where no <c>modules.json</c> says how a text becomes one vector, as sentence-transformers has it.
    /// </summary>
    private static ModelOptions WithDefaults(ModelPlace place, ModelOptions options)
    {
        ModelOptions all = options.Copy();
        if (!all.Has(nameof(BertModelAttribute.TopLayerOnly)) && !all.Has(nameof(BertModelAttribute.ScalarMixParameters)))
        {
            all.Set(nameof(BertModelAttribute.TopLayerOnly), "true");
        }

        if (!all.Has(nameof(BertModelAttribute.Pooler)) && HasPooler(place.Source))
        {
            all.Set(nameof(BertModelAttribute.Pooler), "true");
        }

        if (place.IsArchive)
        {
            return all;
        }

        string folder = Path.Combine(place.ProjectFolder, place.Model);
        string? name = ClassOf(folder);
        if (!all.Has(nameof(BertModelAttribute.Pooling)) && IsPlainWithTexts(folder) && name != OriginalMultiVector)
        {
            all.Set(nameof(BertModelAttribute.Pooling), "global::BertGen.BertPooling.Mean");
        }

        if (!all.Has(nameof(BertModelAttribute.Head)) && HeadOf(folder, name, place.Source) is { } head)
        {
            all.Set(nameof(BertModelAttribute.Head), $"global::BertGen.BertHead.{head}");
        }

        return all;
    }

    /// <summary>
    /// The head of a folder that is that of a model alone, where its config does not name a classifier: that of masked pieces if the config says so,
    /// and a classifier of texts if its weights are there all the same, as the CrossEncoder of sentence-transformers takes them.
    /// </summary>
    private static BertHead? HeadOf(string folder, string? name, string source)
    {
        if (name is null || File.Exists(Path.Combine(folder, "modules.json")))
        {
            return null;
        }

        return name.EndsWith("ForMaskedLM", StringComparison.Ordinal) ? BertHead.MaskedLanguage
            : name.EndsWith("Model", StringComparison.Ordinal) && HasTensor(source, "classifier.weight", "classifier.out_proj.weight") ? BertHead.SequenceClassification
            : null;
    }

    private static string? ClassOf(string folder)
    {
        string path = Path.Combine(folder, "config.json");
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var config = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return config.RootElement.ValueKind == JsonValueKind.Object && config.RootElement.TryGetProperty("architectures", out JsonElement names)
                && names.ValueKind == JsonValueKind.Array && names.GetArrayLength() > 0 && names[0].ValueKind == JsonValueKind.String ? names[0].GetString() : null;
        }
        catch (JsonException)
        {
            return null; // the compiler says where
        }
    }

    // Without a vocabulary, there are no texts to make vectors of.
    private static bool IsPlainWithTexts(string folder) =>
        !File.Exists(Path.Combine(folder, "modules.json"))
        && new[] { "vocab.txt", "tokenizer.json", "vocab.json", "spiece.model", "sentencepiece.bpe.model" }.Any(name => File.Exists(Path.Combine(folder, name)));

    private static bool HasPooler(string source) => HasTensor(source, checkpoint =>
        ModelTexts.Of(source, checkpoint).FindConfigBytes() is var (utf8, _) && ModelFacts.PoolerTensor(Encoding.UTF8.GetString(utf8)) is { } pooler
            ? name => name == pooler || name.EndsWith("." + pooler, StringComparison.Ordinal)
            : _ => false);

    // Nothing stands before the names of a head: what ends like one may be another, such as that of pretraining.
    private static bool HasTensor(string source, params string[] names) => HasTensor(source, _ => names.Contains);

    // Weights that cannot be opened are told where they are loaded.
    private static bool HasTensor(string source, Func<Checkpoint, Func<string, bool>> isSought)
    {
        try
        {
            using Checkpoint checkpoint = Checkpoint.Open(source);
            Func<string, bool> isNamed = isSought(checkpoint);
            return checkpoint.Tensors.Any(tensor => isNamed(tensor.Name));
        }
        catch (CheckpointException)
        {
            return false;
        }
    }
}

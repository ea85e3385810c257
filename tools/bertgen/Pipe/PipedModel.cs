using BertGen.Hub;
using BertGen.Text;
using BertGen.Text.Tokenizers;
using BertGen.Tool.Compiling;

namespace BertGen.Tool.Pipe;

/// <summary>The model that requests are about. What they need of it is compiled and loaded when the first one needs it.</summary>
/// <param name="place">Where the model lies.</param>
/// <param name="compile">Compiles the model.</param>
internal sealed class PipedModel(ModelPlace place, Func<ICompiledModel> compile) : IDisposable
{
    private const string CacheFolder = "compiled";

    private readonly Lazy<ICompiledModel> _compiled = new(compile);
    private ILoadedModel? _loaded;
    private TextTokenizer? _tokenizer;

    /// <summary>A model that is compiled, or taken from the cache of compiled models, when it is first needed.</summary>
    /// <param name="place">Where it lies.</param>
    /// <param name="options">The options of the attribute.</param>
    /// <param name="settings">Where the cache is.</param>
    /// <param name="note">Told of warnings.</param>
    public static PipedModel Open(ModelPlace place, ModelOptions options, HubSettings settings, Action<string> note)
    {
        var models = new CompiledModels(new CompiledModelCache(Path.Combine(settings.UrlCacheFolder, CacheFolder)), note);
        return new PipedModel(place, () => models.Open(place, options));
    }

    /// <summary>The folder or file of the model.</summary>
    public string Source => place.Source;

    /// <summary>The numbers of the model.</summary>
    public BertModelInfo Info => Compiled.Info;

    /// <summary>The compiled class.</summary>
    /// <exception cref="CompilationException">The model does not compile.</exception>
    public ICompiledModel Compiled => _compiled.Value;

    /// <summary>The model with its weights.</summary>
    public ILoadedModel Loaded => _loaded ??= Compiled.Load(place.Source);

    /// <summary>The tokenizer of the folder; it needs nothing that is compiled.</summary>
    /// <exception cref="PipeException">The model is no folder.</exception>
    public TextTokenizer Tokenizer => _tokenizer ??= (_loaded as ITextModel)?.Tokenizer ?? (place.IsArchive
        ? throw new PipeException(PipeCode.NotInModel, "The tokenizer of an archive is not loaded; unpack it, and name the folder.")
        : TextTokenizer.Load(place.ProjectFolder));

    /// <summary>The tokenizer of the folder; null where there is none that can be loaded.</summary>
    public TextTokenizer? FindTokenizer()
    {
        try
        {
            return Tokenizer;
        }
        catch (Exception e) when (e is TokenizerException or VocabularyException or PipeException)
        {
            return null;
        }
    }

    /// <summary>The model as one that has a feature.</summary>
    /// <param name="reason">Why it has not, if it has not.</param>
    /// <exception cref="PipeException">It has not.</exception>
    public T Get<T>(string reason)
        where T : class =>
        Loaded as T ?? throw new PipeException(PipeCode.NotInModel, reason);

    /// <summary>The model as one that makes vectors of texts.</summary>
    /// <exception cref="PipeException">It is none.</exception>
    public IEmbeddingModel Embedder => Get<IEmbeddingModel>("The folder does not say how a text becomes one vector; start with --pooling mean (or cls, max).");

    /// <summary>The model as one with a classifier of pieces.</summary>
    /// <exception cref="PipeException">It is none.</exception>
    public ITokenClassifierModel TokenClassifier => Get<ITokenClassifierModel>("The model has no classifier of pieces: \"architectures\" of its config names none that is compiled for its family.");

    /// <summary>The model as one that makes sparse vectors.</summary>
    /// <exception cref="PipeException">It is none.</exception>
    public ISparseModel Sparse => Get<ISparseModel>("The folder is not one of a SparseEncoder, and its config names no class that ends in ForMaskedLM; start with --head masked-language where it has that head all the same.");

    /// <summary>The model as one that makes a vector for each piece.</summary>
    /// <exception cref="PipeException">It is none.</exception>
    public IMultiVectorModel MultiVector => Get<IMultiVectorModel>("The folder is not one of a MultiVectorEncoder.");

    /// <summary>The model as one with an encoder.</summary>
    /// <exception cref="PipeException">It is none.</exception>
    public IEncoderModel Encoder => Get<IEncoderModel>("The model is a table of static vectors and has no encoder.");

    /// <summary>The model as one with a classifier of sequences.</summary>
    /// <exception cref="PipeException">It is none.</exception>
    public IClassifierModel Classifier => Get<IClassifierModel>("The model has no classifier of texts: \"architectures\" of its config names none that is compiled for its family.");

    public void Dispose() => _loaded?.Dispose();
}

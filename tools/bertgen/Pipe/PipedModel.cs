using BertGen.Tool.Compiling;

namespace BertGen.Tool.Pipe;

/// <summary>The model that requests are about. What they need of it is loaded when the first one needs it.</summary>
internal sealed class PipedModel(ICompiledModel compiled, string source) : IDisposable
{
    private ILoadedModel? _loaded;
    private ITextIndexer? _indexer;

    /// <summary>The folder or file of the model.</summary>
    public string Source => source;

    /// <summary>The numbers of the model.</summary>
    public BertModelInfo Info => compiled.Info;

    /// <summary>The model with its weights.</summary>
    public ILoadedModel Loaded => _loaded ??= compiled.Load(source);

    /// <summary>What turns text into ids.</summary>
    public ITextIndexer Indexer => _indexer ??= compiled.LoadIndexer(source);

    /// <summary>The model as one that has a feature.</summary>
    /// <param name="reason">Why it has not, if it has not.</param>
    /// <exception cref="PipeException">It has not.</exception>
    public T Get<T>(string reason)
        where T : class =>
        Loaded as T ?? throw new PipeException(PipeCode.NotInModel, reason);

    /// <summary>The model as one that makes vectors of texts.</summary>
    /// <exception cref="PipeException">It is none.</exception>
    public IEmbeddingModel Embedder => Get<IEmbeddingModel>("The folder does not say how a text becomes one vector; start with --pooling mean (or cls, max).");

    public void Dispose() => _loaded?.Dispose();
}

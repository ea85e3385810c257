using BertGen.Serving.Batching;
using BertGen.Serving.Http;
using BertGen.Text.Tokenizers;

namespace BertGen.Serving.Models;

/// <summary>A model with its queue: loaded behind the start of the server, and asked by the routes.</summary>
/// <param name="name">What requests call it.</param>
/// <param name="load">Loads it.</param>
/// <param name="batcher">Its queue.</param>
/// <param name="ownsModel">Whether the model is disposed with the server.</param>
internal sealed class ServedModel(string name, Func<object> load, TextBatcher batcher, bool ownsModel) : IDisposable
{
    private const string Sample = "How do I reset my password?";

    private volatile object? _model;

    /// <summary>What requests call it.</summary>
    public string Name => name;

    /// <summary>Computes texts for it.</summary>
    public TextBatcher Batcher => batcher;

    /// <summary>When it was mapped.</summary>
    public DateTimeOffset CreatedAt { get; } = DateTimeOffset.UtcNow;

    /// <summary>What it is served for.</summary>
    public ModelFeatures Features { get; set; }

    /// <summary>Whether it has answered.</summary>
    public bool IsReady => _model is not null;

    /// <summary>The numbers of the model.</summary>
    /// <exception cref="RequestException">It is not loaded yet.</exception>
    public BertModelInfo Info => Loaded switch
    {
        ISentenceEmbedder embedder => embedder.ModelInfo,
        ISparseEmbedder sparse => sparse.ModelInfo,
        ITextClassifier classifier => classifier.ModelInfo,
        _ => throw RequestException.NotServed($"The model '{name}' takes no texts."),
    };

    /// <summary>The tokenizer of the model.</summary>
    /// <exception cref="RequestException">It is not loaded yet.</exception>
    public TextTokenizer Tokenizer => Loaded switch
    {
        ISentenceEmbedder embedder => embedder.Tokenizer,
        ISparseEmbedder sparse => sparse.Tokenizer,
        ITextClassifier classifier => classifier.Tokenizer,
        _ => throw RequestException.NotServed($"The model '{name}' takes no texts."),
    };

    private object Loaded => _model ?? throw RequestException.NotReady(name);

    /// <summary>Loads the model, and runs it once.</summary>
    public void Load()
    {
        object model = load();
        switch (model)
        {
            case ISentenceEmbedder embedder:
                embedder.Embed([Sample]);
                break;
            case ISparseEmbedder sparse:
                sparse.EmbedSparse([Sample]);
                break;
            case ITextClassifier classifier:
                classifier.Classify([Sample]);
                break;
        }

        _model = model;
    }

    /// <summary>The model as one that has a feature.</summary>
    /// <exception cref="RequestException">It is not loaded yet, or has not.</exception>
    public T As<T>()
        where T : class =>
        Loaded as T ?? throw RequestException.NotServed($"The model '{name}' does not do this.");

    /// <summary>The model as one that may have a feature; null where it has not, or is not loaded yet.</summary>
    public T? Find<T>()
        where T : class =>
        _model as T;

    public void Dispose()
    {
        batcher.Dispose();
        if (ownsModel)
        {
            (_model as IDisposable)?.Dispose();
        }
    }
}

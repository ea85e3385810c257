using BertGen;
using BertGen.Checkpoints;
using BertGen.Text;

namespace ReverseDictionary;

/// <summary>The compiled model and its indexer.</summary>
internal sealed class WordNetEmbedder : ITextEmbedder
{
    private readonly WordNetMini _model;
    private readonly BertIndexer<WordNetMini> _indexer;

    private WordNetEmbedder(WordNetMini model, BertIndexer<WordNetMini> indexer)
    {
        _model = model;
        _indexer = indexer;
    }

    public int Width => WordNetMini.HiddenSize;

    /// <exception cref="UserException">The folder does not hold the weights and the vocabulary of the compiled model.</exception>
    public static ITextEmbedder Load(Settings settings)
    {
        try
        {
            BertIndexer<WordNetMini> indexer = BertIndexer<WordNetMini>.Load(settings.ModelFolder);
            WordNetMini model = WordNetMini.Load(settings.ModelFolder);
            model.MaxThreads = settings.Threads;
            return new WordNetEmbedder(model, indexer);
        }
        catch (Exception e) when (e is CheckpointException or VocabularyException or IOException or UnauthorizedAccessException)
        {
            throw new UserException(e.Message, e);
        }
    }

    public long CountPieces(ReadOnlySpan<string> texts)
    {
        using PieceBuffer pieces = _indexer.Encode(texts);
        return pieces.Ids.Length;
    }

    public void Embed(ReadOnlySpan<string> texts, Span<float> vectors) => _model.Embed(texts).CopyTo(vectors);

    public void Dispose() => _model.Dispose();
}

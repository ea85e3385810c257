using BertGen.Text;

namespace BertGen;

/// <summary>
/// Turns text into the ids of one compiled model, with the options of that model. Immutable, and safe for concurrent
/// use.
/// </summary>
/// <typeparam name="TModel">The compiled class.</typeparam>
public sealed class BertIndexer<TModel>
    where TModel : IBertModel<TModel>
{
    private readonly WordPieceIndexer _indexer;

    /// <summary>An indexer with this vocabulary.</summary>
    /// <param name="vocabulary">The word pieces of the model.</param>
    /// <param name="options">What differs from the compiled model.</param>
    /// <exception cref="VocabularyException">
    /// The vocabulary lacks a special token, has more ids than the model, or does not begin with <c>[PAD]</c>.
    /// </exception>
    /// <exception cref="ArgumentException">An option contradicts the compiled model, or holds a null.</exception>
    public BertIndexer(Vocabulary vocabulary, IndexerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        options ??= new IndexerOptions();
        Vocabulary = vocabulary;
        IndexerChecks.CheckWords(options);
        IndexerChecks.CheckVocabulary(vocabulary, options, TModel.Info);
        _indexer = new WordPieceIndexer(vocabulary, options, TModel.Info);
        IndexerChecks.CheckWindows(_indexer, options, TModel.Info);
    }

    /// <summary>The word pieces.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Reads the vocabulary and makes the indexer.</summary>
    /// <param name="path">The model folder, its <c>vocab.txt</c>, or its weights with <c>vocab.txt</c> beside them.</param>
    /// <param name="options">What differs from the compiled model.</param>
    /// <exception cref="VocabularyException">The vocabulary cannot be read, or does not fit the model.</exception>
    /// <exception cref="ArgumentException">An option contradicts the compiled model, or holds a null.</exception>
    public static BertIndexer<TModel> Load(string path, IndexerOptions? options = null) =>
        new(Vocabulary.Load(path), options);

    /// <summary>Indexes texts: split into words, spelled in pieces, padded to the longest.</summary>
    /// <exception cref="ArgumentException">A text is null, or has more separators than the model has token types for.</exception>
    public BertInput<TModel> Index(params ReadOnlySpan<string> texts)
    {
        IndexerChecks.CheckTexts(texts);
        using var rows = new IndexedRows();
        _indexer.IndexTexts(texts, rows);
        return Pad(rows);
    }

    /// <summary>
    /// Indexes texts whose words are given: one offset for each word, however it is spelled. As in the original, the words are lowercased and spelled,
    /// but neither split at punctuation nor rid of accents, unless <see cref="IndexerOptions.SplitGivenWords"/> asks for it.
    /// </summary>
    /// <param name="tokens">The words of each text.</param>
    /// <exception cref="ArgumentException">A text or a word is null, or a text has more separators than the model has token types for.</exception>
    public BertInput<TModel> IndexTokens(IReadOnlyList<IReadOnlyList<string>> tokens)
    {
        IndexerChecks.CheckTokens(tokens);
        using var rows = new IndexedRows();
        _indexer.IndexTokens(tokens, rows);
        return Pad(rows);
    }

    /// <summary>Indexes texts that something else has split into words and spelled: one offset for each word.</summary>
    /// <param name="pieces">The ids of each word of each text, without start and end pieces.</param>
    /// <exception cref="ArgumentException">A text or a word is null, or an id is not in the vocabulary.</exception>
    public BertInput<TModel> IndexPieces(IReadOnlyList<IReadOnlyList<IReadOnlyList<int>>> pieces)
    {
        IndexerChecks.CheckPieces(pieces, Vocabulary.IdCount);
        using var rows = new IndexedRows();
        _indexer.IndexPieces(pieces, rows);
        return Pad(rows);
    }

    /// <summary>
    /// Indexes texts in bulk: no padding and no offsets. A text that is too long is cut to the sequence limit of the
    /// model (or to a smaller <see cref="IndexerOptions.MaxPieces"/>), else split into windows.
    /// </summary>
    /// <exception cref="ArgumentException">A text is null.</exception>
    public PieceBuffer Encode(ReadOnlySpan<string> texts)
    {
        IndexerChecks.CheckTexts(texts);
        var rows = new RaggedBuffer<int>();
        try
        {
            _indexer.Encode(texts, rows);
            return new PieceBuffer(rows);
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    private static BertInput<TModel> Pad(IndexedRows rows) => new(
        Padding.ToTensor(rows.InputIds, TModel.Info.PaddingId),
        Padding.ToTensor(rows.Offsets),
        Padding.ToTensor(rows.TokenTypeIds),
        Padding.ToMask(rows.Offsets));
}

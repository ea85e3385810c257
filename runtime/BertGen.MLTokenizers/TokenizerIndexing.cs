using Microsoft.ML.Tokenizers;

namespace BertGen.MLTokenizers;

/// <summary>
/// Indexes texts that a tokenizer of <c>Microsoft.ML.Tokenizers</c> spells: windows, offsets and types are the indexer's, the
/// pieces are the tokenizer's.
/// </summary>
/// <remarks>The built-in tokenizer equals the reference on every recorded text; this one does not on all of them.</remarks>
public static class TokenizerIndexing
{
    /// <summary>What a piece begins with that continues a word.</summary>
    private const string Continuation = "##";

    /// <summary>Indexes texts: split and spelled by the tokenizer, padded to the longest.</summary>
    /// <typeparam name="TModel">The compiled class.</typeparam>
    /// <param name="indexer">Its indexer, with the vocabulary that the tokenizer was made with.</param>
    /// <param name="tokenizer">The tokenizer; one that adds special pieces by itself must not be asked to.</param>
    /// <param name="texts">The texts.</param>
    /// <returns>The batch; a word is a piece that begins one, with those that continue it.</returns>
    /// <exception cref="ArgumentException">A text is null, or the tokenizer gives an id that the vocabulary lacks.</exception>
    public static BertInput<TModel> Index<TModel>(this BertIndexer<TModel> indexer, Tokenizer tokenizer, params ReadOnlySpan<string> texts)
        where TModel : IBertModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(indexer);
        ArgumentNullException.ThrowIfNull(tokenizer);
        var spelled = new IReadOnlyList<IReadOnlyList<int>>[texts.Length];
        for (int i = 0; i < spelled.Length; i++)
        {
            spelled[i] = Words(tokenizer, texts[i] ?? throw new ArgumentException($"Text {i} is null.", nameof(texts)));
        }

        return indexer.IndexPieces(spelled);
    }

    /// <summary>The ids of a text, word by word.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="text">The text.</param>
    public static IReadOnlyList<IReadOnlyList<int>> Words(Tokenizer tokenizer, string text)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        var words = new List<List<int>>();
        foreach (EncodedToken token in tokenizer.EncodeToTokens(text, out _))
        {
            if (words.Count == 0 || !token.Value.StartsWith(Continuation, StringComparison.Ordinal))
            {
                words.Add([]);
            }

            words[^1].Add(token.Id);
        }

        return words;
    }
}

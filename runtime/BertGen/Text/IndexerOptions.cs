namespace BertGen;

/// <summary>Options of <see cref="BertIndexer{TModel}"/>. Null means: as the model was compiled.</summary>
public sealed record IndexerOptions
{
    /// <summary>Whether words become lower case.</summary>
    public bool? Lowercase { get; init; }

    /// <summary>Whether the words of a text lose their accents; null in both places follows the lower case.</summary>
    public bool? StripAccents { get; init; }

    /// <summary>Whether every CJK ideograph of a text becomes a word of its own.</summary>
    public bool? SplitChineseCharacters { get; init; }

    /// <summary>
    /// Words that keep their case when <see cref="Lowercase"/> holds. Null: the special tokens
    /// <c>[UNK] [SEP] [PAD] [CLS] [MASK]</c>. In a text, which loses its case while it is split into words, only these
    /// five can keep it; any other word has to be given as a word.
    /// </summary>
    public IReadOnlyCollection<string>? NeverLowercase { get; init; }

    /// <summary>
    /// Whether <c>IndexTokens</c> cleans and splits every given word as a text: lower case, accents, punctuation and ideographs, still with
    /// one offset a word, as transformers does it with <c>is_split_into_words</c>. Otherwise, as in the original, words are only lowercased and
    /// spelled, so that they have to be split and without accents already: "don't" and "Café" are unknown to an uncased vocabulary.
    /// </summary>
    public bool SplitGivenWords { get; init; }

    /// <summary>Whether the offset of a word is its first piece instead of its last.</summary>
    public bool UseStartingOffsets { get; init; }

    /// <summary>
    /// Whether a text of more than <see cref="MaxPieces"/> pieces is cut, before the first word that does not fit.
    /// Otherwise it is split into sliding windows, which its embedder recombines.
    /// </summary>
    public bool TruncateLongSequences { get; init; } = true;

    /// <summary>Token after which the token type rises by one; it may be several pieces. Null: all types are 0.</summary>
    public string? SeparatorToken { get; init; } = "[SEP]";

    /// <summary>Tokens before each text, and before each window of one. As many pieces as the model was compiled for.</summary>
    public IReadOnlyList<string> StartTokens { get; init; } = ["[CLS]"];

    /// <summary>Tokens after each text, and after each window of one. As many pieces as the model was compiled for.</summary>
    public IReadOnlyList<string> EndTokens { get; init; } = ["[SEP]"];

    /// <summary>
    /// Most pieces of a text, start and end pieces included. Not above the model's own; below it only together with
    /// <see cref="TruncateLongSequences"/>, because the model recombines windows of its own length.
    /// </summary>
    public int? MaxPieces { get; init; }
}

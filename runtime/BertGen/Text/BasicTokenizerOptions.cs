namespace BertGen.Text;

/// <summary>Options of <see cref="BasicTokenizer"/>.</summary>
public sealed record BasicTokenizerOptions
{
    /// <summary>Whether words become lower case.</summary>
    public bool Lowercase { get; init; } = true;

    /// <summary>Whether words lose their accents; null follows <see cref="Lowercase"/>.</summary>
    public bool? StripAccents { get; init; }

    /// <summary>Whether every CJK ideograph becomes a word of its own.</summary>
    public bool SplitChineseCharacters { get; init; } = true;

    /// <summary>
    /// Tokens between white space that stay as they are: not lowercased, not split at punctuation. Null: the special
    /// tokens <c>[UNK] [SEP] [PAD] [CLS] [MASK]</c>.
    /// </summary>
    public IReadOnlyCollection<string>? NeverSplit { get; init; }
}

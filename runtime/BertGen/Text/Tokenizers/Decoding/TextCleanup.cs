namespace BertGen.Text.Tokenizers.Decoding;

/// <summary>Takes away the spaces that tokens leave before punctuation and in English contractions.</summary>
internal static class TextCleanup
{
    private static readonly (string Old, string New)[] TextRules =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"),
        (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ];

    private static readonly (string Old, string New)[] TokenRules =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"),
        (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ];

    /// <summary>Cleans one token with the space before it.</summary>
    public static string CleanToken(string token) => Clean(token, TokenRules);

    /// <summary>Cleans a whole text.</summary>
    public static string CleanText(string text) => Clean(text, TextRules);

    private static string Clean(string text, (string Old, string New)[] rules)
    {
        foreach ((string old, string replacement) in rules)
        {
            text = text.Replace(old, replacement, StringComparison.Ordinal);
        }

        return text;
    }
}

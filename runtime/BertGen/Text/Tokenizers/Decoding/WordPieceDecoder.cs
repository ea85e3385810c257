namespace BertGen.Text.Tokenizers.Decoding;

/// <summary>Puts spaces before tokens that do not continue a word, and may take those before punctuation away.</summary>
internal sealed class WordPieceDecoder(string continuationMark, bool cleansUp) : TokenDecoder
{
    /// <inheritdoc/>
    public override void Apply(List<string> tokens)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            string token = tokens[i];
            if (i > 0)
            {
                token = token.StartsWith(continuationMark, StringComparison.Ordinal) ? token[continuationMark.Length..] : " " + token;
            }

            tokens[i] = cleansUp ? TextCleanup.CleanToken(token) : token;
        }
    }
}

namespace BertGen.Text.Tokenizers.Decoding;

/// <summary>Makes spaces of the marks that words end with; that of the last token is left out.</summary>
internal sealed class EndMarkDecoder(string mark) : TokenDecoder
{
    /// <inheritdoc/>
    public override void Apply(List<string> tokens)
    {
        for (int i = 0; i < tokens.Count && mark.Length > 0; i++)
        {
            tokens[i] = tokens[i].Replace(mark, i == tokens.Count - 1 ? string.Empty : " ", StringComparison.Ordinal);
        }
    }
}

namespace BertGen.Text.Tokenizers.Decoding;

/// <summary>Several decoders, one after the other.</summary>
internal sealed class DecoderSequence(IReadOnlyList<TokenDecoder> decoders) : TokenDecoder
{
    /// <inheritdoc/>
    public override void Apply(List<string> tokens)
    {
        foreach (TokenDecoder decoder in decoders)
        {
            decoder.Apply(tokens);
        }
    }
}

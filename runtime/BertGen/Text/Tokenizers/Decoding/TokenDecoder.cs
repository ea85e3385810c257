namespace BertGen.Text.Tokenizers.Decoding;

/// <summary>Makes readable text of tokens. Immutable, and safe for concurrent use.</summary>
internal abstract class TokenDecoder
{
    /// <summary>Rewrites the tokens; in the end they are put together without anything between them.</summary>
    public abstract void Apply(List<string> tokens);
}

namespace BertGen.Text.Tokenizers.Aligned;

/// <summary>A piece of a text that pre-tokenizers cut, or an added token, which they leave alone.</summary>
/// <param name="Start">Where it starts in the rewritten text.</param>
/// <param name="End">Where it ends, exclusive.</param>
/// <param name="TokenId">The id of an added token; -1 for text.</param>
internal readonly record struct Split(int Start, int End, int TokenId)
{
    /// <summary>Whether it is an added token.</summary>
    public bool IsToken => TokenId >= 0;
}

using BertGen.Text.Tokenizers.Aligned;

namespace BertGen.Text.Tokenizers.PreTokenizers;

/// <summary>Cuts text into the pieces that a model spells one by one. Immutable, and safe for concurrent use.</summary>
internal abstract class PreTokenizer
{
    /// <summary>Cuts all pieces that are no added tokens.</summary>
    public abstract void Apply(SplitText text);
}

using BertGen.Text.Tokenizers.Aligned;

namespace BertGen.Text.Tokenizers.Normalizers;

/// <summary>Rewrites text before it is cut into pieces. Immutable, and safe for concurrent use.</summary>
internal abstract class Normalizer
{
    /// <summary>Rewrites a stretch.</summary>
    public abstract void Apply(NormalizedStretch stretch);
}

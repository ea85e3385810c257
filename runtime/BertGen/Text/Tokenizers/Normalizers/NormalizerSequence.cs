using BertGen.Text.Tokenizers.Aligned;

namespace BertGen.Text.Tokenizers.Normalizers;

/// <summary>Several normalizers, one after the other.</summary>
internal sealed class NormalizerSequence(IReadOnlyList<Normalizer> normalizers) : Normalizer
{
    private readonly Normalizer[] _normalizers = [.. normalizers];

    /// <summary>They.</summary>
    public IReadOnlyList<Normalizer> Normalizers => _normalizers;

    /// <inheritdoc/>
    public override void Apply(NormalizedStretch stretch)
    {
        foreach (Normalizer normalizer in _normalizers)
        {
            normalizer.Apply(stretch);
        }
    }
}

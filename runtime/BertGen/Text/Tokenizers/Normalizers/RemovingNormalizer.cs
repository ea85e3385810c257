using BertGen.Text.Tokenizers.Aligned;
using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.Normalizers;

/// <summary>Leaves characters with a trait out: StripAccents.</summary>
internal sealed class RemovingNormalizer(CharacterTraits traits) : Normalizer
{
    private const char FirstMark = '\u0300';

    /// <inheritdoc/>
    public override void Apply(NormalizedStretch stretch)
    {
        if (stretch.Chars.IndexOfAnyExceptInRange('\0', (char)(FirstMark - 1)) >= 0)
        {
            stretch.Remove(traits);
        }
    }
}

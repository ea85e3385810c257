using BertGen.Text.Tokenizers.Aligned;
using BertGen.Text.Tokenizers.BytePair;

namespace BertGen.Text.Tokenizers.Normalizers;

/// <summary>Writes each byte of the text as a character.</summary>
internal sealed class ByteLevelNormalizer : Normalizer
{
    /// <inheritdoc/>
    public override void Apply(NormalizedStretch stretch)
    {
        ByteAlphabet.Append(stretch.Chars, stretch.Sources, stretch.BeginSpare());
        stretch.Commit();
    }
}

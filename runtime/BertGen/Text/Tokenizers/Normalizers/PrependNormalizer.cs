using BertGen.Text.Tokenizers.Aligned;

namespace BertGen.Text.Tokenizers.Normalizers;

/// <summary>Puts a text in front of one that is not empty. It belongs to the first character.</summary>
internal sealed class PrependNormalizer(string prefix) : Normalizer
{
    /// <inheritdoc/>
    public override void Apply(NormalizedStretch stretch)
    {
        if (stretch.Chars.IsEmpty)
        {
            return;
        }

        AlignedText target = stretch.BeginSpare();
        foreach (char c in prefix)
        {
            target.Append(c, stretch.Sources[0]);
        }

        target.Append(stretch.Chars, stretch.Sources);
        stretch.Commit();
    }
}

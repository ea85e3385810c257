using BertGen.Text.Tokenizers.Aligned;
using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.Normalizers;

/// <summary>Leaves white space at the ends out.</summary>
internal sealed class StripNormalizer(bool left, bool right) : Normalizer
{
    /// <inheritdoc/>
    public override void Apply(NormalizedStretch stretch)
    {
        ReadOnlySpan<char> chars = stretch.Chars;
        int start = 0, end = chars.Length;
        while (left && start < end && Character.IsSpace(chars[start]))
        {
            start++;
        }

        while (right && end > start && Character.IsSpace(chars[end - 1]))
        {
            end--;
        }

        if (end - start < chars.Length)
        {
            stretch.BeginSpare().Append(chars[start..end], stretch.Sources[start..end]);
            stretch.Commit();
        }
    }
}

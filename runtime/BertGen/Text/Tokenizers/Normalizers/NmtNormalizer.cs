using BertGen.Text.Tokenizers.Aligned;

namespace BertGen.Text.Tokenizers.Normalizers;

/// <summary>The cleaning of translation models: control characters are removed, rare white space becomes a space.</summary>
internal sealed class NmtNormalizer : Normalizer
{
    /// <inheritdoc/>
    public override void Apply(NormalizedStretch stretch)
    {
        Span<char> chars = stretch.Chars;
        Span<TextRange> sources = stretch.Sources;
        int kept = 0;
        for (int i = 0; i < chars.Length; i++)
        {
            if (!IsRemoved(chars[i]))
            {
                chars[kept] = IsSpace(chars[i]) ? ' ' : chars[i];
                sources[kept++] = sources[i];
            }
        }

        stretch.Text.Truncate(kept);
    }

    private static bool IsRemoved(char c) =>
        c is (>= '\u0001' and <= '\u0008') or '\u000B' or (>= '\u000E' and <= '\u001F') or '\u007F' or '\u008F' or '\u009F';

    private static bool IsSpace(char c) =>
        c is '\t' or '\n' or '\f' or '\r' or '\u1680' or (>= '\u200B' and <= '\u200F') or '\u2028' or '\u2029' or '\u2581' or '\uFEFF' or '\uFFFD';
}

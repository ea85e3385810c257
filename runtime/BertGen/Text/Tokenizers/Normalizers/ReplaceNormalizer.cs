using BertGen.Text.Tokenizers.Aligned;
using BertGen.Text.Tokenizers.Patterns;

namespace BertGen.Text.Tokenizers.Normalizers;

/// <summary>Replaces what a pattern matches. The new text belongs to the last character of the match.</summary>
internal sealed class ReplaceNormalizer(TextPattern pattern, string content) : Normalizer
{
    /// <inheritdoc/>
    public override void Apply(NormalizedStretch stretch)
    {
        ReadOnlySpan<char> chars = stretch.Chars;
        var matches = new PatternMatches(pattern, chars);
        if (!matches.TryNext(out int start, out int end))
        {
            return;
        }

        AlignedText target = stretch.BeginSpare();
        ReadOnlySpan<TextRange> sources = stretch.Sources;
        int done = 0;
        do
        {
            target.Append(chars[done..start], sources[done..start]);
            TextRange source = end > 0 ? sources[end - 1] : new TextRange(stretch.Origin, stretch.Origin);
            foreach (char c in content)
            {
                target.Append(c, source);
            }

            done = end;
        }
        while (matches.TryNext(out start, out end));

        target.Append(chars[done..], sources[done..]);
        stretch.Commit();
    }
}

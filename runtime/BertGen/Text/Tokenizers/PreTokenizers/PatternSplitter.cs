using BertGen.Text.Tokenizers.Aligned;
using BertGen.Text.Tokenizers.Patterns;

namespace BertGen.Text.Tokenizers.PreTokenizers;

/// <summary>Cuts at the matches of a pattern, or at what is between them.</summary>
internal sealed class PatternSplitter(TextPattern pattern, SplitBehavior behavior, bool inverts) : Splitter
{
    /// <inheritdoc/>
    protected override void Cut(ReadOnlySpan<char> chars, int offset, PooledBuffer<Split> target)
    {
        var writer = new SplitWriter(behavior, offset, target);
        var matches = new PatternMatches(pattern, chars);
        int done = 0;
        while (matches.TryNext(out int start, out int end))
        {
            if (start > done)
            {
                writer.Add(done, start, inverts);
            }

            writer.Add(start, end, !inverts);
            done = end;
        }

        if (chars.Length > done)
        {
            writer.Add(done, chars.Length, inverts);
        }

        writer.Finish();
    }
}

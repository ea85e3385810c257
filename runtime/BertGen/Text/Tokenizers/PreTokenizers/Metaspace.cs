using BertGen.Text.Tokenizers.Aligned;

namespace BertGen.Text.Tokenizers.PreTokenizers;

/// <summary>Writes spaces as a mark that can be seen, puts one in front, and cuts before each.</summary>
internal sealed class Metaspace(char mark, PrefixScheme scheme, bool cuts) : PreTokenizer
{
    /// <inheritdoc/>
    public override void Apply(SplitText text)
    {
        PooledBuffer<Split> splits = text.BeginSplits();
        AlignedText target = text.BeginText();
        ReadOnlySpan<char> chars = text.Text.Chars;
        ReadOnlySpan<TextRange> sources = text.Text.Sources;
        foreach (Split split in text.Splits)
        {
            int start = target.Length;
            ReadOnlySpan<char> piece = chars[split.Start..split.End];
            ReadOnlySpan<TextRange> pieceSources = sources[split.Start..split.End];
            if (split.IsToken)
            {
                target.Append(piece, pieceSources);
                splits.Add(new Split(start, target.Length, split.TokenId));
                continue;
            }

            bool prefixes = scheme == PrefixScheme.Always || (scheme == PrefixScheme.First && pieceSources[0].Start == 0);
            if (prefixes && piece[0] != ' ' && piece[0] != mark)
            {
                target.Append(mark, pieceSources[0]);
            }

            target.Append(piece, pieceSources);
            Span<char> written = target.Chars[start..];
            written.Replace(' ', mark);
            Cut(written, start, splits);
        }

        text.CommitText();
    }

    private void Cut(ReadOnlySpan<char> piece, int offset, PooledBuffer<Split> splits)
    {
        int start = 0;
        while (cuts && piece[(start + 1)..].IndexOf(mark) is >= 0 and int length)
        {
            splits.Add(new Split(offset + start, offset + start + 1 + length, -1));
            start += 1 + length;
        }

        splits.Add(new Split(offset + start, offset + piece.Length, -1));
    }
}

using BertGen.Text.Tokenizers.Aligned;
using BertGen.Text.Tokenizers.BytePair;
using BertGen.Text.Tokenizers.Patterns;

namespace BertGen.Text.Tokenizers.PreTokenizers;

/// <summary>Puts a space in front, cuts into words with GPT-2's pattern, and writes each byte as a character.</summary>
internal sealed class ByteLevel(bool prefixesSpace, bool cuts) : PreTokenizer
{
    private static readonly PatternSplitter Words = new(Gpt2Pattern.Instance, SplitBehavior.Isolated, inverts: false);

    /// <inheritdoc/>
    public override void Apply(SplitText text)
    {
        if (prefixesSpace)
        {
            PrefixSpace(text);
        }

        if (cuts)
        {
            Words.Apply(text);
        }

        PooledBuffer<Split> splits = text.BeginSplits();
        AlignedText target = text.BeginText();
        ReadOnlySpan<char> chars = text.Text.Chars;
        ReadOnlySpan<TextRange> sources = text.Text.Sources;
        foreach (Split split in text.Splits)
        {
            int start = target.Length;
            ReadOnlySpan<char> piece = chars[split.Start..split.End];
            if (split.IsToken)
            {
                target.Append(piece, sources[split.Start..split.End]);
            }
            else
            {
                ByteAlphabet.Append(piece, sources[split.Start..split.End], target);
            }

            splits.Add(new Split(start, target.Length, split.TokenId));
        }

        text.CommitText();
    }

    private static void PrefixSpace(SplitText text)
    {
        PooledBuffer<Split> splits = text.BeginSplits();
        AlignedText target = text.BeginText();
        ReadOnlySpan<char> chars = text.Text.Chars;
        ReadOnlySpan<TextRange> sources = text.Text.Sources;
        foreach (Split split in text.Splits)
        {
            int start = target.Length;
            if (!split.IsToken && chars[split.Start] != ' ')
            {
                target.Append(' ', sources[split.Start]);
            }

            target.Append(chars[split.Start..split.End], sources[split.Start..split.End]);
            splits.Add(new Split(start, target.Length, split.TokenId));
        }

        text.CommitText();
    }
}

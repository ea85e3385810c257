using BertGen.Text.Tokenizers.Aligned;

namespace BertGen.Text.Tokenizers.PreTokenizers;

/// <summary>A pre-tokenizer that cuts text without a change of it.</summary>
internal abstract class Splitter : PreTokenizer
{
    /// <inheritdoc/>
    public sealed override void Apply(SplitText text)
    {
        PooledBuffer<Split> target = text.BeginSplits();
        ReadOnlySpan<char> chars = text.Text.Chars;
        foreach (Split split in text.Splits)
        {
            if (split.IsToken)
            {
                target.Add(split);
            }
            else
            {
                Cut(chars[split.Start..split.End], split.Start, target);
            }
        }

        text.CommitSplits();
    }

    /// <summary>Appends the pieces of one piece.</summary>
    /// <param name="chars">The piece.</param>
    /// <param name="offset">Where it starts in the text.</param>
    /// <param name="target">Gets its pieces.</param>
    protected abstract void Cut(ReadOnlySpan<char> chars, int offset, PooledBuffer<Split> target);
}

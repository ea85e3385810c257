using BertGen.Text.Tokenizers.Aligned;
using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.PreTokenizers;

/// <summary>Cuts into pieces of a number of code points.</summary>
internal sealed class LengthSplitter(int length) : Splitter
{
    /// <inheritdoc/>
    protected override void Cut(ReadOnlySpan<char> chars, int offset, PooledBuffer<Split> target)
    {
        for (int start = 0; start < chars.Length;)
        {
            int end = start;
            for (int i = 0; i < length && end < chars.Length; i++)
            {
                end += Character.UnitsAt(chars, end);
            }

            target.Add(new Split(offset + start, offset + end, -1));
            start = end;
        }
    }
}

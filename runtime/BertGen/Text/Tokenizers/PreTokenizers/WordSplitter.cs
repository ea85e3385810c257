using BertGen.Text.Tokenizers.Aligned;
using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.PreTokenizers;

/// <summary>Cuts into runs of word characters and runs of others; white space is left out.</summary>
internal sealed class WordSplitter : Splitter
{
    /// <inheritdoc/>
    protected override void Cut(ReadOnlySpan<char> chars, int offset, PooledBuffer<Split> target)
    {
        int start = 0;
        CharacterTraits last = CharacterTraits.Space;
        for (int i = 0; i <= chars.Length;)
        {
            int next = i;
            CharacterTraits current = CharacterTraits.Space;
            if (i < chars.Length)
            {
                current = Character.TraitsOf(CodePoint.Read(chars, ref next)) & (CharacterTraits.Space | CharacterTraits.Word);
            }

            if (current != last)
            {
                if (last != CharacterTraits.Space)
                {
                    target.Add(new Split(offset + start, offset + i, -1));
                }

                start = i;
                last = current;
            }

            i = Math.Max(next, i + 1);
        }
    }
}

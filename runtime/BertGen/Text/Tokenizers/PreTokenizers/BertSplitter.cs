using BertGen.Text.Tokenizers.Aligned;
using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.PreTokenizers;

/// <summary>Cuts at white space, which is left out, and makes every punctuation character a piece.</summary>
internal sealed class BertSplitter : Splitter
{
    private static readonly byte[] AsciiKinds = [.. Enumerable.Range(0, 128).Select(c => KindOf(Character.TraitsOf(c)))];

    private const byte Letter = 0;
    private const byte Space = 1;
    private const byte Alone = 2;

    /// <inheritdoc/>
    protected override void Cut(ReadOnlySpan<char> chars, int offset, PooledBuffer<Split> target)
    {
        int start = 0;
        for (int i = 0; i < chars.Length;)
        {
            int next = i + 1;
            byte kind = chars[i] < AsciiKinds.Length ? AsciiKinds[chars[i]] : KindSlowly(chars, i, out next);
            if (kind != Letter)
            {
                if (i > start)
                {
                    target.Add(new Split(offset + start, offset + i, -1));
                }

                if (kind == Alone)
                {
                    target.Add(new Split(offset + i, offset + next, -1));
                }

                start = next;
            }

            i = next;
        }

        if (chars.Length > start)
        {
            target.Add(new Split(offset + start, offset + chars.Length, -1));
        }
    }

    private static byte KindSlowly(ReadOnlySpan<char> chars, int index, out int next)
    {
        next = index;
        return KindOf(Character.TraitsOf(CodePoint.Read(chars, ref next)));
    }

    private static byte KindOf(CharacterTraits traits) =>
        (traits & CharacterTraits.Space) != 0 ? Space : (traits & CharacterTraits.Punctuation) != 0 ? Alone : Letter;
}

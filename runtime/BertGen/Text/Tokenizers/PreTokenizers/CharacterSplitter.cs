using BertGen.Text.Tokenizers.Aligned;
using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.PreTokenizers;

/// <summary>Cuts at characters with a trait, or at one character.</summary>
internal sealed class CharacterSplitter : Splitter
{
    private readonly CharacterTraits _traits;
    private readonly int _delimiter;
    private readonly SplitBehavior _behavior;

    /// <summary>Cuts at the characters with a trait: white space, punctuation, digits.</summary>
    public CharacterSplitter(CharacterTraits traits, SplitBehavior behavior) => (_traits, _delimiter, _behavior) = (traits, -1, behavior);

    /// <summary>Cuts at one character.</summary>
    public CharacterSplitter(int delimiter, SplitBehavior behavior) => (_delimiter, _behavior) = (delimiter, behavior);

    /// <inheritdoc/>
    protected override void Cut(ReadOnlySpan<char> chars, int offset, PooledBuffer<Split> target)
    {
        var writer = new SplitWriter(_behavior, offset, target);
        int start = 0;
        for (int i = 0; i < chars.Length;)
        {
            int next = i;
            int codePoint = CodePoint.Read(chars, ref next);
            if (_delimiter >= 0 ? codePoint == _delimiter : Character.Has(codePoint, _traits))
            {
                if (i > start)
                {
                    writer.Add(start, i, isDelimiter: false);
                }

                writer.Add(i, next, isDelimiter: true);
                start = next;
            }

            i = next;
        }

        if (chars.Length > start)
        {
            writer.Add(start, chars.Length, isDelimiter: false);
        }

        writer.Finish();
    }
}

using System.Buffers;
using BertGen.Text.Tokenizers.Aligned;
using BertGen.Text.Tokenizers.Vocabularies;
using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.AddedTokens;

/// <summary>Finds tokens in a text: the leftmost first, of those that start at one place the longest.</summary>
internal sealed class AddedTokenMatcher
{
    private readonly CharTrie _texts;
    private readonly SearchValues<char> _firstUnits;
    private readonly Dictionary<int, Flags> _flags = [];

    /// <summary>A matcher.</summary>
    /// <param name="texts">What is searched for, with ids as values.</param>
    /// <param name="tokens">The tokens by their ids.</param>
    /// <param name="isIgnored">Whether a token is passed over where it is found.</param>
    public AddedTokenMatcher(CharTrie texts, Dictionary<int, AddedToken> tokens, Func<int, bool> isIgnored)
    {
        _texts = texts;
        var first = new List<char>();
        for (int c = 0; c <= char.MaxValue; c++)
        {
            if (texts.Next(CharTrie.Root, (char)c) != 0)
            {
                first.Add((char)c);
            }
        }

        _firstUnits = SearchValues.Create([.. first]);
        foreach ((int id, AddedToken token) in tokens)
        {
            _flags.Add(id, new Flags(token.IsSingleWord, token.StripsLeft, token.StripsRight, isIgnored(id)));
        }
    }

    /// <summary>Cuts a text at the tokens in it; the parts cover all of it.</summary>
    public void Cut(ReadOnlySpan<char> text, PooledBuffer<Split> target)
    {
        int done = 0;
        for (int from = 0; TryFind(text, from, out int start, out int end, out int id); from = end)
        {
            Flags flags = _flags[id];
            bool isInWord = flags.IsSingleWord
                && ((start > 0 && Character.Has(Character.Before(text, start), CharacterTraits.Word))
                    || (end < text.Length && Character.Has(Character.At(text, end), CharacterTraits.Word)));
            if (isInWord || flags.IsIgnored)
            {
                continue;
            }

            // White space that the last token has taken stays there.
            int left = start, right = end;
            while (flags.StripsLeft && left > 0 && Character.IsSpace(text[left - 1]))
            {
                left--;
            }

            left = flags.StripsLeft ? Math.Max(left, done) : left;
            while (flags.StripsRight && right < text.Length && Character.IsSpace(text[right]))
            {
                right++;
            }

            if (done < left)
            {
                target.Add(new Split(done, left, -1));
            }

            target.Add(new Split(left, right, id));
            done = right;
        }

        if (done != text.Length)
        {
            target.Add(new Split(done, text.Length, -1));
        }
    }

    private bool TryFind(ReadOnlySpan<char> text, int from, out int start, out int end, out int id)
    {
        (id, end) = (-1, 0);
        for (start = from; start < text.Length; start++)
        {
            int skipped = text[start..].IndexOfAny(_firstUnits);
            if (skipped < 0)
            {
                break;
            }

            start += skipped;
            int node = CharTrie.Root;
            for (int i = start; i < text.Length; i++)
            {
                node = _texts.Next(node, text[i]);
                if (node == 0)
                {
                    break;
                }

                int value = _texts.ValueOf(node);
                (id, end) = value >= 0 ? (value, i + 1) : (id, end);
            }

            if (id >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private readonly record struct Flags(bool IsSingleWord, bool StripsLeft, bool StripsRight, bool IsIgnored);
}

using BertGen.Text.Unicode;

namespace BertGen.Text;

/// <summary>
/// Spells words with the pieces of a vocabulary, always the longest piece that fits. A word that cannot be spelled to
/// its end, or that is longer than 100 characters, is unknown as a whole. Immutable, and safe for concurrent use.
/// </summary>
public sealed class WordPieceTokenizer
{
    /// <summary>Longer words are unknown. Counted in code points.</summary>
    internal const int MaxWordCharacters = 100;

    /// <summary>The most UTF-16 units that a word which is not too long can have.</summary>
    internal const int MaxWordUnits = 2 * MaxWordCharacters;

    private readonly Vocabulary _vocabulary;
    private readonly int _unknownId;

    /// <summary>
    /// A tokenizer with this vocabulary. One without <c>[UNK]</c> is accepted: it fails at the first unknown word.
    /// </summary>
    public WordPieceTokenizer(Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        _vocabulary = vocabulary;
        _unknownId = vocabulary.TryGetId(SpecialTokens.Unknown, out int id) ? id : -1;
    }

    /// <summary>The ids of a text that is only split at white space: no lower case, no splitting at punctuation.</summary>
    /// <exception cref="VocabularyException">A word is unknown, and the vocabulary has no <c>[UNK]</c>.</exception>
    public int[] Tokenize(ReadOnlySpan<char> text)
    {
        using var pieces = new PooledBuffer<int>();
        AppendText(text, pieces);
        return pieces.Written.ToArray();
    }

    /// <summary>Appends the ids of a text's words.</summary>
    internal void AppendText(ReadOnlySpan<char> text, PooledBuffer<int> pieces)
    {
        for (ReadOnlySpan<char> word; (word = Whitespace.NextWord(ref text)).Length > 0;)
        {
            AppendWord(word, pieces);
        }
    }

    /// <summary>Appends the ids of a word that holds no white space.</summary>
    internal void AppendWord(ReadOnlySpan<char> word, PooledBuffer<int> pieces) =>
        pieces.Advance(Spell(word, pieces.Free(Math.Clamp(word.Length, 1, MaxWordUnits))));

    /// <summary>Writes the ids of a word that holds no white space, and returns their number: at most one a UTF-16 unit.</summary>
    internal int Spell(ReadOnlySpan<char> word, Span<int> ids)
    {
        if (IsTooLong(word) || !TrySpell(word, ids, out int count))
        {
            ids[0] = UnknownIdFor(word);
            return 1;
        }

        return count;
    }

    private bool TrySpell(ReadOnlySpan<char> word, Span<int> ids, out int count)
    {
        count = 0;
        for (int start = 0, length; start < word.Length; start += length)
        {
            int id = _vocabulary.Pieces.FindLongestPrefix(word[start..], continues: start > 0, out length);
            if (id < 0)
            {
                return false;
            }

            ids[count++] = id;
        }

        return true;
    }

    private static bool IsTooLong(ReadOnlySpan<char> word)
    {
        if (word.Length is <= MaxWordCharacters or > MaxWordUnits)
        {
            return word.Length > MaxWordUnits;
        }

        int characters = 0;
        for (int index = 0; index < word.Length; characters++)
        {
            CodePoint.Read(word, ref index);
        }

        return characters > MaxWordCharacters;
    }

    private int UnknownIdFor(ReadOnlySpan<char> word)
    {
        if (_unknownId >= 0)
        {
            return _unknownId;
        }

        string shown = word.Length <= MaxWordCharacters ? word.ToString() : $"{word[..MaxWordCharacters]}...";
        throw new VocabularyException(
            _vocabulary.Path, $"expected the piece {SpecialTokens.Unknown}, which the word '{shown}' needs; found none.");
    }
}

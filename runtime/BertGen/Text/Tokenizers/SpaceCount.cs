using BertGen.Text.Tokenizers.BytePair;
using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers;

/// <summary>White space at the ends of a token, as characters or as byte-level ones.</summary>
/// <param name="Leading">Number of characters at the start.</param>
/// <param name="Trailing">Number of characters at the end.</param>
internal readonly record struct SpaceCount(int Leading, int Trailing)
{
    /// <summary>Counts.</summary>
    public static SpaceCount Of(ReadOnlySpan<char> token)
    {
        int leading = 0, trailing = 0;
        while (leading < token.Length && IsSpace(token[leading]))
        {
            leading++;
        }

        while (trailing < token.Length && IsSpace(token[^(trailing + 1)]))
        {
            trailing++;
        }

        return new SpaceCount(leading, trailing);
    }

    /// <summary>The place of a token without its white space: as many characters of the text are left out as it has there.</summary>
    /// <param name="text">The text.</param>
    /// <param name="range">Its place.</param>
    /// <param name="isFirst">Whether it is the first of its row.</param>
    /// <param name="prefixes">Whether one space may be a prefix that was added: then it is not in the text.</param>
    public TextRange Trim(ReadOnlySpan<char> text, TextRange range, bool isFirst, bool prefixes)
    {
        (int start, int end) = range;
        bool isPrefix = prefixes && Leading == 1 && (isFirst || start == 0);
        for (int i = 0; i < Leading && !isPrefix && start < end; i++)
        {
            start += Character.UnitsAt(text, start);
        }

        if (Trailing > 0 && HasCharacters(text[..end], Trailing))
        {
            for (int i = 0; i < Trailing && end > start; i++)
            {
                end -= end > 1 && char.IsLowSurrogate(text[end - 1]) ? 2 : 1;
            }
        }

        return new TextRange(start, end);
    }

    private static bool HasCharacters(ReadOnlySpan<char> text, int count) =>
        text.Length >= 2 * count || Character.Count(text) >= count;

    private static bool IsSpace(char c) => c == ByteAlphabet.Space || Character.IsSpace(c);
}

namespace BertGen.Text.Unicode;

/// <summary>
/// What Python's <c>str.split</c> and <c>str.strip</c> take for white space. It is wider than the separators of
/// cleaned text (<see cref="CodePointTraits.Separator"/>): some control characters belong to it.
/// </summary>
internal static class Whitespace
{
    /// <summary>Whether a UTF-16 unit is white space; no code point past U+FFFF is.</summary>
    public static bool Is(char c) => c switch
    {
        <= '\u0020' => c is ' ' or (>= '\t' and <= '\r') or (>= '\u001C' and <= '\u001F'),
        < '\u0085' => false,
        _ => c is '\u0085' or '\u00A0' or '\u1680' or (>= '\u2000' and <= '\u200A') or '\u2028' or '\u2029'
            or '\u202F' or '\u205F' or '\u3000',
    };

    /// <summary>The text without white space at its ends.</summary>
    public static ReadOnlySpan<char> Strip(ReadOnlySpan<char> text)
    {
        while (text.Length > 0 && Is(text[0]))
        {
            text = text[1..];
        }

        while (text.Length > 0 && Is(text[^1]))
        {
            text = text[..^1];
        }

        return text;
    }

    /// <summary>Cuts the first word off <paramref name="text"/>; empty when there is none left.</summary>
    public static ReadOnlySpan<char> NextWord(scoped ref ReadOnlySpan<char> text)
    {
        int start = 0;
        while (start < text.Length && Is(text[start]))
        {
            start++;
        }

        int end = start;
        while (end < text.Length && !Is(text[end]))
        {
            end++;
        }

        ReadOnlySpan<char> word = text[start..end];
        text = text[end..];
        return word;
    }
}

using System.Runtime.CompilerServices;

namespace BertGen.Text.Unicode;

/// <summary>Properties of single code points, as the tokenizers of a model folder need them. Lone surrogates have none.</summary>
internal static class Character
{
    private const int CapitalIWithDot = 0x130;
    private const int DotAbove = 0x307;

    /// <summary>Traits of a code point in <c>[0, 0x10FFFF]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CharacterTraits TraitsOf(int codePoint) => (CharacterTraits)CharacterTables.Traits[RecordOf(codePoint)];

    /// <summary>Whether a code point has at least one of these traits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Has(int codePoint, CharacterTraits traits) => (TraitsOf(codePoint) & traits) != 0;

    /// <summary>Whether a UTF-16 unit is white space; no code point past U+FFFF is.</summary>
    public static bool IsSpace(char c) => c switch
    {
        <= ' ' => c is ' ' or (>= '\t' and <= '\r'),
        < '\u0085' => false,
        _ => c is '\u0085' or '\u00A0' or '\u1680' or (>= '\u2000' and <= '\u200A') or '\u2028' or '\u2029'
            or '\u202F' or '\u205F' or '\u3000',
    };

    /// <summary>General category.</summary>
    public static CharacterCategory CategoryOf(int codePoint) => (CharacterCategory)CharacterTables.Categories[RecordOf(codePoint)];

    /// <summary>Grapheme boundary property, with what it is to a conjunct in the higher bits.</summary>
    public static GraphemeBreak BreakOf(int codePoint) => (GraphemeBreak)CharacterTables.Breaks[RecordOf(codePoint)];

    /// <summary>Canonical combining class; 0 for a starter.</summary>
    public static int CombiningClassOf(int codePoint)
    {
        int page = CaseTables.ClassPages[codePoint >> CharacterTables.PageBits];
        return CaseTables.Classes[CaseTables.ClassRecords[PlaceOf(page, codePoint)]];
    }

    /// <summary>The first code point of the lower case, and the second or 0. Knows neither context nor locale.</summary>
    public static int ToLower(int codePoint, out int second)
    {
        second = codePoint == CapitalIWithDot ? DotAbove : 0;
        int page = CaseTables.LowerPages[codePoint >> CharacterTables.PageBits];
        return codePoint + CaseTables.LowerDeltas[CaseTables.LowerRecords[PlaceOf(page, codePoint)]];
    }

    /// <summary>The script of Unicode 9: equal numbers for equal scripts; 0 for none.</summary>
    public static int ScriptOf(int codePoint)
    {
        int range = ScriptTables.Ends.BinarySearch(codePoint);
        range = range < 0 ? ~range : range;
        return range < ScriptTables.Scripts.Length ? ScriptTables.Scripts[range] : 0;
    }

    /// <summary>Number of UTF-16 units of the code point that starts with this one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int UnitsAt(ReadOnlySpan<char> text, int index) =>
        char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;

    /// <summary>The code point that ends before <paramref name="end"/>.</summary>
    public static int Before(ReadOnlySpan<char> text, int end)
    {
        char last = text[end - 1];
        return char.IsLowSurrogate(last) && end > 1 && char.IsHighSurrogate(text[end - 2])
            ? char.ConvertToUtf32(text[end - 2], last)
            : last;
    }

    /// <summary>The code point that starts at <paramref name="start"/>.</summary>
    public static int At(ReadOnlySpan<char> text, int start) => CodePoint.Read(text, ref start);

    /// <summary>Number of code points.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        int count = text.Length;
        for (int i = text.IndexOfAnyInRange('\uD800', '\uDBFF'); i >= 0 && i + 1 < text.Length; i++)
        {
            count -= char.IsHighSurrogate(text[i]) && char.IsLowSurrogate(text[i + 1]) ? 1 : 0;
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int RecordOf(int codePoint)
    {
        int page = CharacterTables.PropertyPages[codePoint >> CharacterTables.PageBits];
        return CharacterTables.PropertyRecords[PlaceOf(page, codePoint)];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int PlaceOf(int page, int codePoint) =>
        (page << CharacterTables.PageBits) + (codePoint & ((1 << CharacterTables.PageBits) - 1));
}

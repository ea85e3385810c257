namespace BertGen.Text.Unicode;

/// <summary>
/// Properties of single code points, from the tables in this assembly: the same on every machine, whatever its ICU,
/// its culture and its <c>InvariantGlobalization</c>.
/// </summary>
internal static class CodePoint
{
    /// <summary>Traits of a code point in <c>[0, 0x10FFFF]</c>.</summary>
    public static CodePointTraits TraitsOf(int codePoint) =>
        (CodePointTraits)CodePointTables.Traits[RecordOf(codePoint)];

    /// <summary>Canonical combining class; 0 for a starter.</summary>
    public static int CombiningClassOf(int codePoint) => CodePointTables.CombiningClass[RecordOf(codePoint)];

    /// <summary>The lower case as far as it is one code point and knows no context; else see <see cref="Lowercase"/>.</summary>
    public static int ToLower(int codePoint) => codePoint + CodePointTables.LowercaseDelta[RecordOf(codePoint)];

    /// <summary>Reads the code point at <paramref name="index"/> and moves past it; a lone surrogate stands for itself.</summary>
    public static int Read(ReadOnlySpan<char> text, ref int index)
    {
        char first = text[index++];
        if (char.IsHighSurrogate(first) && index < text.Length && char.IsLowSurrogate(text[index]))
        {
            return char.ConvertToUtf32(first, text[index++]);
        }

        return first;
    }

    /// <summary>Appends a code point as UTF-16; a lone surrogate stays one.</summary>
    public static void Write(int codePoint, PooledBuffer<char> target)
    {
        if (codePoint < 0x10000)
        {
            target.Add((char)codePoint);
            return;
        }

        codePoint -= 0x10000;
        target.Add((char)(0xD800 + (codePoint >> 10)));
        target.Add((char)(0xDC00 + (codePoint & 0x3FF)));
    }

    private static int RecordOf(int codePoint)
    {
        int page = CodePointTables.PageOfBlock[codePoint >> CodePointTables.PageBits];
        int inPage = codePoint & ((1 << CodePointTables.PageBits) - 1);
        return CodePointTables.RecordOfCodePoint[(page << CodePointTables.PageBits) + inPage];
    }
}

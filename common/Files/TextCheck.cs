using System.Globalization;
#if NET
using Bytes = System.ReadOnlySpan<byte>;
#else
using Bytes = byte[];
#endif

namespace BertGen.Common.Files;

/// <summary>
/// Tells whether bytes are text as the reference reads it: UTF-8, and neither something else nor the pointer that Git LFS leaves in the
/// place of a file.
/// </summary>
internal static class TextCheck
{
    private const string Pointer = "version https://git-lfs";

    /// <summary>What is wrong with a text; null when it can be read. A mark at the start of UTF-8 is none of these things.</summary>
    public static FileProblem? Find(Bytes text) =>
        IsPointer(text) ? FileProblem.Pointer
        : FindUtf16(text) is { } found ? new FileProblem(FileProblemKind.Encoding, found)
        : FindInvalidByte(text) is var invalid and >= 0 ? InvalidByte(text, invalid)
        : null;

    /// <summary>Whether a text begins as the pointers of Git LFS do.</summary>
    public static bool IsPointer(Bytes text)
    {
        for (int i = 0; i < Pointer.Length; i++)
        {
            if (i >= text.Length || text[i] != Pointer[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a text begins with the byte order mark of UTF-8.</summary>
    public static bool HasMark(Bytes text) => text.Length >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF;

    /// <summary>The same of a text that was decoded before; the encoding is told apart by whoever decoded it.</summary>
    public static FileProblem? FindDecoded(string start) =>
        start.StartsWith(Pointer, StringComparison.Ordinal) ? FileProblem.Pointer
        : start.Length > 1 && IsHalfZero(start[0], start[1]) ? new FileProblem(FileProblemKind.Encoding, Utf16WithoutMark)
        : null;

    /// <summary>What UTF-16 is called that says what it is.</summary>
    public const string Utf16 = "found UTF-16";

    private const string Utf16WithoutMark = "found UTF-16 without a byte order mark";

    private static string? FindUtf16(Bytes text) => text.Length < 2 ? null
        : (text[0] == 0xFF && text[1] == 0xFE) || (text[0] == 0xFE && text[1] == 0xFF) ? Utf16
        : IsHalfZero(text[0], text[1]) ? Utf16WithoutMark
        : null;

    // The first character of these files is one of ASCII; a zero beside anything else may be UTF-8.
    private static bool IsHalfZero(int first, int second) => (first == 0) != (second == 0) && first < 0x80 && second < 0x80;

    private static FileProblem InvalidByte(Bytes text, int at)
    {
        (int line, int column) = PlaceOf(text, at);
        return new FileProblem(FileProblemKind.Encoding, string.Format(CultureInfo.InvariantCulture, "found the byte 0x{0:X2} at offset {1}", text[at], at), line, column);
    }

    /// <summary>The line and column of a byte, from 1; line feed, carriage return and both together end a line, and nothing else does.</summary>
    public static (int Line, int Column) PlaceOf(Bytes text, int at)
    {
        int line = 1;
        int column = 1;
        for (int i = 0; i < at; i++)
        {
            bool isLast = i + 1 == text.Length;
            if (text[i] == '\n' || (text[i] == '\r' && (isLast || text[i + 1] != '\n')))
            {
                line++;
                column = 1;
            }
            else
            {
                column += text[i] >= 0xF0 ? 2 : text[i] is < 0x80 or >= 0xC0 ? 1 : 0;
            }
        }

        return (line, column);
    }

    /// <summary>The first byte that is no part of a character of UTF-8, or -1.</summary>
    private static int FindInvalidByte(Bytes text)
    {
        int i = 0;
        while (i < text.Length)
        {
            int length = LengthOfCharacter(text, i);
            if (length == 0)
            {
                return i;
            }

            i += length;
        }

        return -1;
    }

    // Unicode, table 3-7: what may follow the first byte depends on it, so that there is one spelling and no half of a pair.
    private static int LengthOfCharacter(Bytes text, int at)
    {
        int first = text[at];
        if (first < 0x80)
        {
            return 1;
        }

        (int length, int least, int most) = first switch
        {
            >= 0xC2 and <= 0xDF => (2, 0x80, 0xBF),
            0xE0 => (3, 0xA0, 0xBF),
            0xED => (3, 0x80, 0x9F),
            >= 0xE1 and <= 0xEF => (3, 0x80, 0xBF),
            0xF0 => (4, 0x90, 0xBF),
            >= 0xF1 and <= 0xF3 => (4, 0x80, 0xBF),
            0xF4 => (4, 0x80, 0x8F),
            _ => (0, 0, 0),
        };
        if (length == 0 || at + length > text.Length || text[at + 1] < least || text[at + 1] > most)
        {
            return 0;
        }

        for (int i = 2; i < length; i++)
        {
            if (text[at + i] is < 0x80 or > 0xBF)
            {
                return 0;
            }
        }

        return length;
    }
}

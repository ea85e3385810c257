using System.Text;
using BertGen.Text.Tokenizers.Aligned;
using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.BytePair;

/// <summary>The 256 characters that byte-level tokenizers write bytes as.</summary>
internal static class ByteAlphabet
{
    /// <summary>The character of the space.</summary>
    public const char Space = '\u0120';

    private const int FirstMoved = 256;
    private static readonly char[] CharOfByte = CreateChars();
    private static readonly short[] ByteOfChar = CreateBytes();

    /// <summary>The character of a byte.</summary>
    public static char ToChar(byte value) => CharOfByte[value];

    /// <summary>The byte of a character, or -1.</summary>
    public static int ToByte(char c) => c < ByteOfChar.Length ? ByteOfChar[c] : -1;

    /// <summary>Appends the bytes of a text; all bytes of a character come from where it does.</summary>
    public static void Append(ReadOnlySpan<char> chars, ReadOnlySpan<TextRange> sources, AlignedText target)
    {
        Span<byte> utf8 = stackalloc byte[4];
        for (int i = 0; i < chars.Length;)
        {
            TextRange source = sources[i];
            if (chars[i] < 0x80)
            {
                target.Append(CharOfByte[chars[i++]], source);
                continue;
            }

            int length = new Rune(CodePoint.Read(chars, ref i)).EncodeToUtf8(utf8);
            foreach (byte value in utf8[..length])
            {
                target.Append(CharOfByte[value], source);
            }
        }
    }

    private static char[] CreateChars()
    {
        char[] chars = new char[256];
        int moved = FirstMoved;
        for (int value = 0; value < chars.Length; value++)
        {
            bool printable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE;
            chars[value] = (char)(printable ? value : moved++);
        }

        return chars;
    }

    private static short[] CreateBytes()
    {
        short[] bytes = new short[CharOfByte.Max() + 1];
        Array.Fill(bytes, (short)-1);
        for (int value = 0; value < CharOfByte.Length; value++)
        {
            bytes[CharOfByte[value]] = (short)value;
        }

        return bytes;
    }
}

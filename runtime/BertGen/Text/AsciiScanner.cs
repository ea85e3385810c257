using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using BertGen.Text.Unicode;

namespace BertGen.Text;

/// <summary>
/// The basic tokenizer's fast path: white space, lower case and punctuation of ASCII, sixteen characters at once. It
/// takes whole tokens, and leaves those to the general path that hold anything else than ASCII, a character that is to be
/// dropped, or that may be exempt from splitting. Immutable, and safe for concurrent use.
/// </summary>
internal sealed class AsciiScanner
{
    /// <summary>Length of the buffer for the characters of a block: words may be read from it sixteen bytes at once.</summary>
    public const int BufferLength = AsciiBlock.Size + 16;

    private const byte CaseBit = 0x20;
    private static readonly AsciiSet Separators = SetOf(CodePointTraits.Separator);
    private static readonly AsciiSet Dropped = new(c => Has(c, CodePointTraits.Dropped) && !Has(c, CodePointTraits.Separator));
    private static readonly AsciiSet Punctuation = SetOf(CodePointTraits.Punctuation);

    private readonly AsciiSet _capitals;
    private readonly AsciiSet _exactStarts;

    /// <summary>A scanner that leaves the tokens which may be in <paramref name="neverSplit"/>.</summary>
    public AsciiScanner(bool lowercase, TokenSet neverSplit)
    {
        _capitals = new AsciiSet(c => lowercase && CodePoint.ToLower(c) != c);
        _exactStarts = new AsciiSet(c => neverSplit.MayStartWith(c) || (lowercase && neverSplit.MayStartWith((char)CodePoint.ToLower(c))));
    }

    /// <summary>Reads the words at the start of a text.</summary>
    /// <param name="text">What is left of a text, from the start of a token on.</param>
    /// <param name="characters">Gets their characters, in lower case where that is wanted.</param>
    [SkipLocalsInit]
    public AsciiBlock Read(ReadOnlySpan<char> text, Span<byte> characters)
    {
        ulong separators = 0, alone = 0, left = 0, exactStarts = 0;
        int read = Math.Min(text.Length, AsciiBlock.Size);
        for (int i = 0; i < read; i += Vector128<byte>.Count)
        {
            Vector128<byte> group = Load(text[i..]);
            var nibbles = new AsciiNibbles(group);
            separators |= Bits(Separators.Contains(nibbles)) << i;
            alone |= Bits(Punctuation.Contains(nibbles)) << i;
            left |= Bits(Dropped.Contains(nibbles) | group) << i;
            exactStarts |= Bits(_exactStarts.Contains(nibbles)) << i;
            (group | (_capitals.Contains(nibbles) & Vector128.Create(CaseBit))).CopyTo(characters[i..]);
        }

        // Tokens start where the text does, and after every separator.
        left |= exactStarts & ((separators << 1) | 1);
        ulong taken = ulong.MaxValue >> (AsciiBlock.Size - read);
        left &= taken;
        bool isLast = read == text.Length;
        if (left != 0 || !isLast)
        {
            // Up to the end of the last token before that is whole.
            ulong before = BeforeFirst(left) & separators;
            int length = AsciiBlock.Size - BitOperations.LeadingZeroCount(before);
            isLast = left != 0 || length == 0;
            taken = length == 0 ? 0 : ulong.MaxValue >> (AsciiBlock.Size - length);
            read = length;
        }

        return new AsciiBlock(~(separators | alone) & taken, alone & taken, read, isLast);
    }

    /// <summary>The bits below the lowest one; all for 0.</summary>
    private static ulong BeforeFirst(ulong bits) => ~bits & (bits - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(Vector128<byte> bytes) => bytes.ExtractMostSignificantBits();

    /// <summary>Sixteen characters as bytes, 0x80 and above where they are not ASCII; after the end, spaces.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Load(ReadOnlySpan<char> text)
    {
        if (text.Length < Vector128<byte>.Count)
        {
            return LoadPadded(text);
        }

        ReadOnlySpan<ushort> units = MemoryMarshal.Cast<char, ushort>(text);
        return Vector128.NarrowWithSaturation(
            Vector128.Create(units), Vector128.Create(units[Vector128<ushort>.Count..]));
    }

    [SkipLocalsInit]
    private static Vector128<byte> LoadPadded(ReadOnlySpan<char> text)
    {
        Span<char> padded = stackalloc char[Vector128<byte>.Count];
        padded.Fill(' ');
        text.CopyTo(padded);
        return Load(padded);
    }

    private static AsciiSet SetOf(CodePointTraits trait) => new(c => Has(c, trait));

    private static bool Has(char c, CodePointTraits trait) => (CodePoint.TraitsOf(c) & trait) != 0;
}

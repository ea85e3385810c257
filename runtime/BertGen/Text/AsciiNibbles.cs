using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BertGen.Text;

/// <summary>Sixteen characters, taken apart for the look-up in an <see cref="AsciiSet"/>.</summary>
internal readonly struct AsciiNibbles
{
    /// <summary>Takes sixteen characters apart; 0x80 and above stand for anything that is not ASCII.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public AsciiNibbles(Vector128<byte> characters)
    {
        Low = characters & Vector128.Create((byte)0xF);
        HighBit = Vector128.ShuffleNative(
            Vector128.Create((byte)1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0), characters >>> 4);
    }

    /// <summary>The low four bits.</summary>
    public Vector128<byte> Low { get; }

    /// <summary>The bit whose number is in the high four bits; 0 where the character is not ASCII.</summary>
    public Vector128<byte> HighBit { get; }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BertGen.Text;

/// <summary>
/// A set of ASCII characters that sixteen are asked about at once: each of the 16 values of the low four bits has a byte
/// in which the high three bits choose the bit.
/// </summary>
internal readonly struct AsciiSet
{
    private readonly Vector128<byte> _columns;

    /// <summary>The set of the ASCII characters of which this is true.</summary>
    public AsciiSet(Func<char, bool> contains)
    {
        Span<byte> columns = stackalloc byte[Vector128<byte>.Count];
        columns.Clear();
        for (int c = 0; c < 128; c++)
        {
            if (contains((char)c))
            {
                columns[c & 0xF] |= (byte)(1 << (c >> 4));
            }
        }

        _columns = Vector128.Create<byte>(columns);
    }

    /// <summary>All bits of a byte are set where the set has its character, and none where it is not ASCII.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<byte> Contains(AsciiNibbles characters) =>
        ~Vector128.Equals(Vector128.ShuffleNative(_columns, characters.Low) & characters.HighBit, Vector128<byte>.Zero);
}

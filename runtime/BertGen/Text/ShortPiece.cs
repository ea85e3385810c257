using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BertGen.Text;

/// <summary>
/// Up to sixteen ASCII characters as two numbers, zeros behind them: compared, hashed and cut without a loop. No
/// character is 0, so each text has a number of its own.
/// </summary>
/// <param name="Low">The first eight characters.</param>
/// <param name="High">The last eight.</param>
internal readonly record struct ShortPiece(ulong Low, ulong High)
{
    /// <summary>The most characters.</summary>
    public const int MaxLength = 16;

    // No ASCII character has this bit.
    private const ulong ContinuationBit = 0x80;

    /// <summary>64 bits that depend on all characters.</summary>
    public ulong Hash
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            ulong upper = Math.BigMul(Low ^ 0x9E3779B97F4A7C15, High ^ 0xD6E8FEB86659FD93, out ulong lower);
            return upper ^ lower;
        }
    }

    /// <summary>The piece that continues a word with these characters.</summary>
    public ShortPiece Continuing => this with { Low = Low | ContinuationBit };

    /// <summary>Sixteen bytes at <paramref name="start"/>, and the first characters of them.</summary>
    /// <param name="characters">ASCII characters, fifteen bytes of anything behind them.</param>
    /// <param name="start">Where the piece starts.</param>
    /// <param name="length">Number of characters, from 1 to <see cref="MaxLength"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ShortPiece Read(ReadOnlySpan<byte> characters, int start, int length)
    {
        Vector128<byte> kept = Vector128.Create(Masks[(MaxLength - length)..]) & Vector128.Create(characters[start..]);
        Vector128<ulong> halves = kept.AsUInt64();
        return new ShortPiece(halves[0], halves[1]);
    }

    private static ReadOnlySpan<byte> Masks =>
    [
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];
}

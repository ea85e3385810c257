using System.Buffers.Binary;
using System.Buffers.Text;
using System.Numerics;

namespace BertGen.Serving.Json;

/// <summary>
/// Writes numbers with the fewest digits that are read back to the same bits, by R. Giulietti's Schubfach: two or three products of whole numbers
/// in place of the general way of the library, which takes several times as long and is most of what an answer costs.
/// </summary>
internal static class ShortestFloat
{
    /// <summary>Most bytes of a number.</summary>
    public const int MaxLength = 20;

    // Of IEEE 754.
    private const int FractionBits = 23;
    private const int Bias = 127 + FractionBits;
    private const uint HiddenBit = 1u << FractionBits;

    // As the library writes it: beyond these places of the point, numbers have an exponent.
    private const int LeastPoint = -3;
    private const int MostPoint = 7;

    private const int LeastPower = -31;
    private const int MostPower = 45;

    /// <summary>The powers of ten, each with 64 bits, rounded up.</summary>
    private static readonly ulong[] Powers = [.. Enumerable.Range(LeastPower, MostPower - LeastPower + 1).Select(PowerOfTen)];

    /// <summary>The two digits of each number below a hundred, the first in the lower byte.</summary>
    private static readonly ushort[] Pairs = [.. Enumerable.Range(0, 100).Select(number => (ushort)('0' + (number / 10) + (('0' + (number % 10)) << 8)))];

    /// <summary>Writes a number.</summary>
    /// <param name="value">The number, which is finite.</param>
    /// <param name="destination">Room for <see cref="MaxLength"/> bytes.</param>
    /// <returns>How many bytes it has.</returns>
    public static int Write(float value, Span<byte> destination)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        int length = 0;
        if (bits >> 31 != 0)
        {
            destination[length++] = (byte)'-';
        }

        bits &= int.MaxValue;
        if (bits == 0)
        {
            destination[length++] = (byte)'0';
            return length;
        }

        (uint digits, int exponent) = Shortest(bits & (HiddenBit - 1), (int)(bits >> FractionBits));
        while (digits % 10 == 0)
        {
            digits /= 10;
            exponent++;
        }

        int count = CountOf(digits), point = count + exponent;
        if (point is < LeastPoint or > MostPoint)
        {
            return Utf8Formatter.TryFormat(value, destination, out int all) ? all : throw new ArgumentException("The destination is too short.", nameof(destination));
        }

        if (point <= 0)
        {
            destination[length++] = (byte)'0';
            destination[length++] = (byte)'.';
            destination.Slice(length, -point).Fill((byte)'0');
            length -= point;
            WriteDigits(digits, destination.Slice(length, count));
            return length + count;
        }

        if (exponent >= 0)
        {
            WriteDigits(digits, destination.Slice(length, count));
            destination.Slice(length + count, exponent).Fill((byte)'0');
            return length + point;
        }

        // Digits on both sides of the point.
        WriteDigits(digits, destination.Slice(length + 1, count));
        destination.Slice(length + 1, point).CopyTo(destination[length..]);
        destination[length + point] = (byte)'.';
        return length + count + 1;
    }

    /// <summary>The shortest of the decimal numbers that are read as a float, of several the nearest: digits times a power of ten.</summary>
    /// <param name="fraction">The bits of its fraction.</param>
    /// <param name="biased">Those of its exponent.</param>
    private static (uint Digits, int Exponent) Shortest(uint fraction, int biased)
    {
        uint c = biased == 0 ? fraction : HiddenBit | fraction;
        int q = Math.Max(biased, 1) - Bias;
        if (q is <= 0 and > -FractionBits - 1 && (c & ((1u << -q) - 1)) == 0)
        {
            return (c >> -q, 0);
        }

        // What is read as the float lies between the halves of the way to its neighbours; below a power of two the neighbour is nearer.
        bool isOdd = (c & 1) != 0, isPowerOfTwo = fraction == 0 && biased > 1;
        int k = ((q * 1262611) - (isPowerOfTwo ? 524031 : 0)) >> 22;
        int h = q + ((-k * 1741647) >> 19) + 1;
        ulong power = Powers[-k - LeastPower];
        uint lower = Product(power, ((4 * c) - 2 + (isPowerOfTwo ? 1u : 0)) << h) + (isOdd ? 1u : 0);
        uint middle = Product(power, (4 * c) << h);
        uint upper = Product(power, ((4 * c) + 2) << h) - (isOdd ? 1u : 0);

        uint s = middle / 4;
        if (s >= 10)
        {
            uint tens = s / 10;
            bool isBelow = lower <= 40 * tens, isAbove = (40 * tens) + 40 <= upper;
            if (isBelow != isAbove)
            {
                return (tens + (isAbove ? 1u : 0), k + 1);
            }
        }

        bool isDown = lower <= 4 * s, isUp = (4 * s) + 4 <= upper;
        if (isDown != isUp)
        {
            return (s + (isUp ? 1u : 0), k);
        }

        uint half = (4 * s) + 2;
        return (s + (middle > half || (middle == half && (s & 1) != 0) ? 1u : 0), k);
    }

    /// <summary>The upper bits of a product; its last bit says too whether there is anything below them.</summary>
    private static uint Product(ulong power, uint factor)
    {
        ulong high = Math.BigMul(power, factor, out ulong low);
        return (uint)high | ((uint)(low >> 32) > 1 ? 1u : 0);
    }

    // Nearly all have eight or nine.
    private static int CountOf(uint digits)
    {
        if (digits >= 10_000_000)
        {
            return digits >= 100_000_000 ? 9 : 8;
        }

        int count = 1;
        for (uint limit = 10; digits >= limit; limit *= 10)
        {
            count++;
        }

        return count;
    }

    private static void WriteDigits(uint digits, Span<byte> destination)
    {
        int left = destination.Length;
        for (; left >= 2; left -= 2)
        {
            uint rest = digits / 100;
            BinaryPrimitives.WriteUInt16LittleEndian(destination[(left - 2)..], Pairs[digits - (rest * 100)]);
            digits = rest;
        }

        if (left == 1)
        {
            destination[0] = (byte)('0' + digits);
        }
    }

    private static ulong PowerOfTen(int exponent)
    {
        BigInteger power = BigInteger.Pow(10, Math.Abs(exponent));
        int bits = (int)power.GetBitLength();
        return exponent >= 0
            ? (ulong)(bits <= 64 ? power << (64 - bits) : power >> (bits - 64)) + 1

            // One over a number of so many bits, which is no power of two, has its first bit at the place behind them.
            : (ulong)((BigInteger.One << (bits + 63)) / power) + 1;
    }
}

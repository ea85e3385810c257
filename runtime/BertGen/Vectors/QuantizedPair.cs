using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace BertGen.Vectors;

/// <summary>Compares two vectors of bits or of bytes.</summary>
internal delegate int QuantizedComparison<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right);

/// <summary>Comparisons of two vectors of bits or of bytes, a vector register at a time.</summary>
internal static class QuantizedPair
{
    /// <summary>Components whose products fit 32 bits together, whatever they are: 2^16 times (-128)^2 is 2^30.</summary>
    private const int Portion = 1 << 16;

    /// <summary>In how many bits two vectors differ.</summary>
    public static int Hamming(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => checked((int)TensorPrimitives.HammingBitDistance(left, right));

    /// <inheritdoc cref="Hamming(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public static int Hamming(ReadOnlySpan<sbyte> left, ReadOnlySpan<sbyte> right) => Hamming(MemoryMarshal.AsBytes(left), MemoryMarshal.AsBytes(right));

    /// <summary>The sum of products.</summary>
    public static int Dot(ReadOnlySpan<sbyte> left, ReadOnlySpan<sbyte> right)
    {
        int sum = 0;
        for (int start = 0; start < left.Length; start += Portion)
        {
            int length = Math.Min(Portion, left.Length - start);
            sum = checked(sum + DotOfPortion(left.Slice(start, length), right.Slice(start, length)));
        }

        return sum;
    }

    private static int DotOfPortion(ReadOnlySpan<sbyte> left, ReadOnlySpan<sbyte> right)
    {
        Vector<int> sums = default;
        int i = 0;
        for (; i <= left.Length - Vector<sbyte>.Count; i += Vector<sbyte>.Count)
        {
            Vector.Widen(new Vector<sbyte>(left[i..]), out Vector<short> leftLow, out Vector<short> leftHigh);
            Vector.Widen(new Vector<sbyte>(right[i..]), out Vector<short> rightLow, out Vector<short> rightHigh);

            // A product fits 16 bits; the sum of two does not.
            Vector.Widen(leftLow * rightLow, out Vector<int> first, out Vector<int> second);
            Vector.Widen(leftHigh * rightHigh, out Vector<int> third, out Vector<int> fourth);
            sums += first + second + (third + fourth);
        }

        int sum = Vector.Sum(sums);
        for (; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }
}

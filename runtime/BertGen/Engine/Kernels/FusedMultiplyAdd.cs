using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace BertGen.Engine.Kernels;

/// <summary>
/// left * right + addend, rounded once, also on processors that have no such instruction: slower there, and with the same bits.
/// </summary>
internal static class FusedMultiplyAdd
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Of(Vector128<float> left, Vector128<float> right, Vector128<float> addend)
        => Fma.IsSupported || AdvSimd.IsSupported ? Vector128.FusedMultiplyAdd(left, right, addend) : InDouble(left, right, addend);

    /// <summary>The same by way of double precision, in which the products are exact.</summary>
    public static Vector128<float> InDouble(Vector128<float> left, Vector128<float> right, Vector128<float> addend)
    {
        (Vector128<double> leftLow, Vector128<double> leftHigh) = Vector128.Widen(left);
        (Vector128<double> rightLow, Vector128<double> rightHigh) = Vector128.Widen(right);
        (Vector128<double> low, Vector128<double> high) = Vector128.Widen(addend);
        return Vector128.Narrow(AddToOdd(leftLow * rightLow, low), AddToOdd(leftHigh * rightHigh, high));
    }

    /// <summary>
    /// x + y, rounded to that one of its two neighbours whose last bit is 1: of 53 bits, which a second rounding makes 24 of, the first
    /// rounding then changes nothing.
    /// </summary>
    private static Vector128<double> AddToOdd(Vector128<double> x, Vector128<double> y)
    {
        Vector128<double> sum = x + y, ofY = sum - x;
        Vector128<double> error = (x - (sum - ofY)) + (y - ofY);

        // Neither of a NaN nor of an infinite sum: their error is NaN, which is not above 0.
        Vector128<long> isInexact = Vector128.GreaterThan(Vector128.Abs(error), Vector128<double>.Zero).AsInt64();
        Vector128<long> bits = sum.AsInt64();
        Vector128<long> isEven = Vector128.Equals(bits & Vector128<long>.One, Vector128<long>.Zero);

        // One further from zero where the sum was rounded towards it, else one nearer: the signs of both tell.
        Vector128<long> step = ((bits ^ error.AsInt64()) >> 63) | Vector128<long>.One;
        return (bits + (step & isInexact & isEven)).AsDouble();
    }
}

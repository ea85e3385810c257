using System.Runtime.CompilerServices;

namespace BertGen.Engine.Kernels;

/// <summary>exp and the activation functions on vectors, as polynomials and quotients of polynomials.</summary>
internal static class Elementary<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>The logarithm of e to base 2: e^x = 2^(x log2 e).</summary>
    public const float Log2E = 1.44269504f;

    /// <summary>Added to a float below 2^21 in size it leaves the nearest whole number, ties to even, plus 126 in the last bits of the sum.</summary>
    private const float ToWhole = (3 << 22) + HalfBias;

    /// <summary>One less than what an exponent is stored above.</summary>
    private const int HalfBias = 126;

    /// <summary>
    /// 2^x for x above -125.5 and up to 127, above taken for 127 and below 0; relative error below 2e-7. x = n + r with n whole and
    /// |r| &lt;= 1/2, and 2^r is a polynomial of degree 5 fitted for the smallest relative error, which is 8e-8.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp2(TVector x)
    {
        x = TSimd.Min(TSimd.Broadcast(127f), TSimd.Max(TSimd.Broadcast(-126f), x));
        TVector whole = TSimd.Add(x, TSimd.Broadcast(ToWhole));
        TVector r = TSimd.Subtract(x, TSimd.Subtract(whole, TSimd.Broadcast(ToWhole)));

        // Twice the polynomial, since the power beside it is half of 2^n.
        TVector p = TSimd.Broadcast(2 * 0.00132647271f);
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(2 * 0.00967151265f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(2 * 0.0555073374f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(2 * 0.240222421f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(2 * 0.693146978f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(2f));
        return TSimd.Multiply(p, TSimd.LastBitsAsExponent(whole));
    }

    /// <summary>
    /// The normal distribution function, (1 + erf(x / sqrt 2)) / 2; absolute error below 2e-7. It is 1/2 plus x times a
    /// quotient of two polynomials of degree 5 in x², fitted by weighted least squares to |x| &lt;= 5.6; beyond, the
    /// function is 0 or 1 to 1.1e-8.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector NormalDistribution(TVector x)
    {
        x = TSimd.Min(TSimd.Broadcast(5.6f), TSimd.Max(TSimd.Broadcast(-5.6f), x));
        TVector u = TSimd.Multiply(x, x);

        TVector p = TSimd.Broadcast(2.2145302e-8f);
        TVector q = TSimd.Broadcast(1.1802118e-6f);
        p = TSimd.MultiplyAdd(p, u, TSimd.Broadcast(6.356534e-6f));
        q = TSimd.MultiplyAdd(q, u, TSimd.Broadcast(7.5102e-5f));
        p = TSimd.MultiplyAdd(p, u, TSimd.Broadcast(1.7385097e-4f));
        q = TSimd.MultiplyAdd(q, u, TSimd.Broadcast(1.9129796e-3f));
        p = TSimd.MultiplyAdd(p, u, TSimd.Broadcast(4.707261e-3f));
        q = TSimd.MultiplyAdd(q, u, TSimd.Broadcast(2.8940102e-2f));
        p = TSimd.MultiplyAdd(p, u, TSimd.Broadcast(3.437613e-2f));
        q = TSimd.MultiplyAdd(q, u, TSimd.Broadcast(0.2528339f));
        p = TSimd.MultiplyAdd(p, u, TSimd.Broadcast(0.39894223f));
        q = TSimd.MultiplyAdd(q, u, TSimd.Broadcast(1f));
        return TSimd.Add(TSimd.Broadcast(0.5f), TSimd.Divide(TSimd.Multiply(x, p), q));
    }

    /// <summary>1 / (1 + e^-x)</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid(TVector x)
    {
        TVector one = TSimd.Broadcast(1f);
        return TSimd.Divide(one, TSimd.Add(one, Exp2(TSimd.Multiply(x, TSimd.Broadcast(-Log2E)))));
    }
}

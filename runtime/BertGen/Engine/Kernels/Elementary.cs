using System.Runtime.CompilerServices;

namespace BertGen.Engine.Kernels;

/// <summary>exp and the activation functions on vectors, as polynomials and quotients of polynomials.</summary>
internal static class Elementary<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>
    /// e^x for x in [-87, 88], clamped to there; relative error below 2e-7. x = n ln 2 + r, and e^r is its Taylor
    /// polynomial of degree 7, whose remainder on |r| &lt;= ln(2) / 2 is below 6e-9.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp(TVector x)
    {
        x = TSimd.Min(TSimd.Max(x, TSimd.Broadcast(-87f)), TSimd.Broadcast(88f));
        TVector n = TSimd.Round(TSimd.Multiply(x, TSimd.Broadcast(1.44269504f)));

        // ln 2 in two parts, the first with few bits, so that n times it is exact.
        TVector r = TSimd.MultiplyAdd(n, TSimd.Broadcast(-0.693359375f), x);
        r = TSimd.MultiplyAdd(n, TSimd.Broadcast(2.12194440e-4f), r);

        TVector p = TSimd.Broadcast(1f / 5040);
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(1f / 720));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(1f / 120));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(1f / 24));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(1f / 6));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(0.5f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(1f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(1f));
        return TSimd.Scale(p, n);
    }

    /// <summary>
    /// The normal distribution function, (1 + erf(x / sqrt 2)) / 2; absolute error below 2e-7. It is 1/2 plus x times a
    /// quotient of two polynomials of degree 5 in x², fitted by weighted least squares to |x| &lt;= 5.6; beyond, the
    /// function is 0 or 1 to 1.1e-8.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector NormalDistribution(TVector x)
    {
        x = TSimd.Min(TSimd.Max(x, TSimd.Broadcast(-5.6f)), TSimd.Broadcast(5.6f));
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
        return TSimd.Divide(one, TSimd.Add(one, Exp(TSimd.Subtract(TSimd.Zero, x))));
    }
}

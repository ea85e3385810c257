using System.Runtime.CompilerServices;

namespace BertGen.Engine.Kernels;

/// <summary>An activation function as a type, so that it is inlined into the loop over a tile.</summary>
internal interface IActivation
{
    /// <summary>True when nothing is to be done.</summary>
    static virtual bool IsIdentity => false;

    static abstract TVector Apply<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;

    /// <summary>The derivative at x.</summary>
    static abstract TVector Derivative<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;
}

internal readonly struct NoActivation : IActivation
{
    public static bool IsIdentity => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Derivative<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        => TSimd.Broadcast(1f);
}

internal readonly struct GeluActivation : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        => TSimd.Multiply(x, Elementary<TSimd, TVector>.NormalDistribution(x));

    /// <summary>The distribution function plus x times the density, exp(-x² / 2) / sqrt(2 pi).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Derivative<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector exponent = TSimd.Multiply(TSimd.Multiply(x, x), TSimd.Broadcast(-0.5f * Elementary<TSimd, TVector>.Log2E));
        TVector density = TSimd.Multiply(TSimd.Broadcast(0.39894228f), Elementary<TSimd, TVector>.Exp2(exponent));
        return TSimd.MultiplyAdd(x, density, Elementary<TSimd, TVector>.NormalDistribution(x));
    }
}

internal readonly struct GeluTanhActivation : IActivation
{
    /// <summary>(1 + tanh u) / 2 is the logistic function of 2 u.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        // 2 sqrt(2 / pi) (x + 0.044715 x^3)
        TVector cubic = TSimd.MultiplyAdd(
            TSimd.Multiply(x, x),
            TSimd.Broadcast(1.5957691f * 0.044715f),
            TSimd.Broadcast(1.5957691f));
        return TSimd.Multiply(x, Elementary<TSimd, TVector>.Sigmoid(TSimd.Multiply(x, cubic)));
    }

    /// <summary>With u(x) the argument of the logistic function s: s + x s (1 - s) u'.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Derivative<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector one = TSimd.Broadcast(1f);
        TVector square = TSimd.Multiply(x, x);
        TVector cubic = TSimd.MultiplyAdd(square, TSimd.Broadcast(1.5957691f * 0.044715f), TSimd.Broadcast(1.5957691f));
        TVector slope = TSimd.MultiplyAdd(square, TSimd.Broadcast(3f * 1.5957691f * 0.044715f), TSimd.Broadcast(1.5957691f));
        TVector sigmoid = Elementary<TSimd, TVector>.Sigmoid(TSimd.Multiply(x, cubic));
        TVector rest = TSimd.Multiply(TSimd.Subtract(one, sigmoid), TSimd.Multiply(x, slope));
        return TSimd.Multiply(sigmoid, TSimd.Add(one, rest));
    }
}

internal readonly struct ReluActivation : IActivation
{
    /// <summary>
    /// In this order a NaN stays one where the processor's maximum returns its second operand; and where it returns -0, the sum is 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        => TSimd.Add(TSimd.Max(TSimd.Zero, x), TSimd.Zero);

    /// <summary>0 at 0, as the reference has it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Derivative<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        => TSimd.Step(x);
}

internal readonly struct SiluActivation : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        => TSimd.Multiply(x, Elementary<TSimd, TVector>.Sigmoid(x));

    /// <summary>s (1 + x (1 - s)), s being the logistic function.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Derivative<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector one = TSimd.Broadcast(1f);
        TVector sigmoid = Elementary<TSimd, TVector>.Sigmoid(x);
        return TSimd.Multiply(sigmoid, TSimd.MultiplyAdd(x, TSimd.Subtract(one, sigmoid), one));
    }
}

internal readonly struct QuickGeluActivation : IActivation
{
    private const float Slope = 1.702f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        => TSimd.Multiply(x, Elementary<TSimd, TVector>.Sigmoid(TSimd.Multiply(x, TSimd.Broadcast(Slope))));

    /// <summary>s (1 + 1.702 x (1 - s)), s being the logistic function of 1.702 x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Derivative<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector one = TSimd.Broadcast(1f);
        TVector scaled = TSimd.Multiply(x, TSimd.Broadcast(Slope));
        TVector sigmoid = Elementary<TSimd, TVector>.Sigmoid(scaled);
        return TSimd.Multiply(sigmoid, TSimd.MultiplyAdd(scaled, TSimd.Subtract(one, sigmoid), one));
    }
}

internal readonly struct MishActivation : IActivation
{
    /// <summary>From here on the tangent is 1 to the last bit, and below it nothing overflows.</summary>
    private const float Largest = 20f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        => TSimd.Multiply(x, Tangent<TSimd, TVector>(x));

    /// <summary>t + x (1 - t²) s, t being the tangent and s the logistic function of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Derivative<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector tangent = Tangent<TSimd, TVector>(x);
        TVector rest = TSimd.Subtract(TSimd.Broadcast(1f), TSimd.Multiply(tangent, tangent));
        return TSimd.MultiplyAdd(TSimd.Multiply(x, Elementary<TSimd, TVector>.Sigmoid(x)), rest, tangent);
    }

    /// <summary>tanh(log(1 + e)) = n / (n + 2) with e = exp(x) and n = e (e + 2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Tangent<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector two = TSimd.Broadcast(2f);
        TVector bounded = TSimd.Min(TSimd.Broadcast(Largest), x);
        TVector power = Elementary<TSimd, TVector>.Exp2(TSimd.Multiply(bounded, TSimd.Broadcast(Elementary<TSimd, TVector>.Log2E)));
        TVector n = TSimd.Multiply(power, TSimd.Add(power, two));
        return TSimd.Divide(n, TSimd.Add(n, two));
    }
}

internal readonly struct TanhActivation : IActivation
{
    /// <summary>2 s - 1, s being the logistic function of 2 x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector sigmoid = Elementary<TSimd, TVector>.Sigmoid(TSimd.Add(x, x));
        return TSimd.Subtract(TSimd.Add(sigmoid, sigmoid), TSimd.Broadcast(1f));
    }

    /// <summary>4 s (1 - s).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Derivative<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector sigmoid = Elementary<TSimd, TVector>.Sigmoid(TSimd.Add(x, x));
        return TSimd.Multiply(TSimd.Multiply(TSimd.Broadcast(4f), sigmoid), TSimd.Subtract(TSimd.Broadcast(1f), sigmoid));
    }
}

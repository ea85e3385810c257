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
    /// <summary>In this order a NaN stays one where the processor's maximum returns its second operand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        => TSimd.Max(TSimd.Zero, x);

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

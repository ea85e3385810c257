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
}

internal readonly struct NoActivation : IActivation
{
    public static bool IsIdentity => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        => x;
}

internal readonly struct GeluActivation : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        => TSimd.Multiply(x, Elementary<TSimd, TVector>.NormalDistribution(x));
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
}

internal readonly struct ReluActivation : IActivation
{
    /// <summary>In this order a NaN stays one where the processor's maximum returns its second operand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        => TSimd.Max(TSimd.Zero, x);
}

internal readonly struct SiluActivation : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        => TSimd.Multiply(x, Elementary<TSimd, TVector>.Sigmoid(x));
}

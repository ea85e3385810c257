using System.Runtime.CompilerServices;

namespace BertGen.Engine.Kernels;

/// <summary>What is done to a register tile of sums before it is stored.</summary>
internal unsafe interface IEpilogue
{
    /// <param name="sum">Sums of one row.</param>
    /// <param name="bias">Bias of the same columns.</param>
    /// <param name="destination">Where the result goes; may hold a residual.</param>
    static abstract TVector Apply<TSimd, TVector>(TVector sum, float* bias, float* destination)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;
}

/// <summary>y = sum</summary>
internal readonly unsafe struct StoreSum : IEpilogue
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector sum, float* bias, float* destination)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        => sum;
}

/// <summary>y = y + sum: the later parts of a long sum.</summary>
internal readonly unsafe struct AddToSum : IEpilogue
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector sum, float* bias, float* destination)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        => TSimd.Add(TSimd.Load(destination), sum);
}

/// <summary>y = sum + bias</summary>
internal readonly unsafe struct AddBias : IEpilogue
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector sum, float* bias, float* destination)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        => TSimd.Add(sum, TSimd.Load(bias));
}

/// <summary>y = (sum + bias) + y: the residual connection.</summary>
internal readonly unsafe struct AddBiasAndResidual : IEpilogue
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector sum, float* bias, float* destination)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        => TSimd.Add(TSimd.Add(sum, TSimd.Load(bias)), TSimd.Load(destination));
}

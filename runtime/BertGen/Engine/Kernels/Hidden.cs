using System.Runtime.CompilerServices;

namespace BertGen.Engine.Kernels;

/// <summary>What a key that is not seen is given, as a type.</summary>
internal interface IHidden
{
    /// <summary>The value.</summary>
    static abstract float Value { get; }

    /// <summary>The value where a mask is negative infinity, and what was there where it is infinity.</summary>
    static abstract TVector Apply<TSimd, TVector>(TVector value, TVector mask)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;
}

/// <summary>A score that is never the largest. One that is no number, of a key that is seen, becomes infinite: so is what the softmax makes of it no number.</summary>
internal readonly struct BeforeSoftmax : IHidden
{
    public static float Value => float.NegativeInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector value, TVector mask)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        => TSimd.Min(value, mask);
}

/// <summary>No weight.</summary>
internal readonly struct AfterSoftmax : IHidden
{
    public static float Value => 0f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector value, TVector mask)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        => TSimd.Min(value, TSimd.Max(mask, TSimd.Zero));
}

using System.Runtime.CompilerServices;

namespace BertGen.Engine.Kernels;

/// <summary>What a key that is not seen is given, as a type.</summary>
internal interface IHidden
{
    /// <summary>The value.</summary>
    static abstract float Value { get; }

    /// <summary>What hides 16 lanes, leaves the next 16 as they are, and hides the 16 behind them: 16 of these, from anywhere, are an edge.</summary>
    static abstract ReadOnlySpan<float> Masks { get; }

    /// <summary>Hides the lanes that a mask hides.</summary>
    static abstract TVector Apply<TSimd, TVector>(TVector value, TVector mask)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;
}

/// <summary>A score that is never the largest. One that is no number, of a key that is seen, becomes infinite: so is what the softmax makes of it no number.</summary>
internal readonly struct BeforeSoftmax : IHidden
{
    private const float Hide = float.NegativeInfinity;
    private const float Keep = float.PositiveInfinity;

    public static float Value => Hide;

    public static ReadOnlySpan<float> Masks =>
    [
        Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide,
        Keep, Keep, Keep, Keep, Keep, Keep, Keep, Keep, Keep, Keep, Keep, Keep, Keep, Keep, Keep, Keep,
        Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide,
    ];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector value, TVector mask)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        => TSimd.Min(value, mask);
}

/// <summary>No weight.</summary>
internal readonly struct AfterSoftmax : IHidden
{
    private const float Hide = 0f;
    private const float Keep = 1f;

    public static float Value => Hide;

    public static ReadOnlySpan<float> Masks =>
    [
        Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide,
        Keep, Keep, Keep, Keep, Keep, Keep, Keep, Keep, Keep, Keep, Keep, Keep, Keep, Keep, Keep, Keep,
        Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide, Hide,
    ];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector value, TVector mask)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        => TSimd.Multiply(value, mask);
}

namespace BertGen.Engine.Kernels;

/// <summary>
/// The vector operations that kernels are written in, for one vector width. Implementations are empty structs, so that
/// the JIT compiles one body per width with every operation inlined.
/// </summary>
/// <typeparam name="TVector">The vector of floats.</typeparam>
internal unsafe interface ISimd<TVector>
    where TVector : struct
{
    /// <summary>Floats in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Rows of the largest register tile of a product.</summary>
    static abstract int TileRows { get; }

    static abstract TVector Zero { get; }

    static abstract TVector Load(float* source);

    static abstract void Store(TVector value, float* destination);

    /// <summary>The value in every lane.</summary>
    static abstract TVector Broadcast(float value);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    static abstract TVector Divide(TVector left, TVector right);

    /// <summary>left * right + addend, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>The larger of two; where one is no number, <paramref name="right"/> is the result, or NaN. Of zeros it is any.</summary>
    static abstract TVector Max(TVector left, TVector right);

    /// <summary>The smaller of two, as <see cref="Max(TVector, TVector)"/>.</summary>
    static abstract TVector Min(TVector left, TVector right);

    /// <summary>1 where the value is above 0, else 0.</summary>
    static abstract TVector Step(TVector value);

    /// <summary>The power of two whose stored exponent is in the last eight bits of each value, of which the ninth is zero; 0 where it is.</summary>
    static abstract TVector LastBitsAsExponent(TVector value);

    /// <summary>The sum of all lanes, always in the same order.</summary>
    static abstract float Sum(TVector value);

    /// <summary>The largest lane.</summary>
    static abstract float Max(TVector value);
}

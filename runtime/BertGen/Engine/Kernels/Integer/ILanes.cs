namespace BertGen.Engine.Kernels.Integer;

/// <summary>What rotating and rounding need of a vector width besides arithmetic: moves between the lanes.</summary>
/// <typeparam name="TVector">The vector of floats.</typeparam>
internal unsafe interface ILanes<TVector>
    where TVector : struct
{
    /// <summary>Lane i gets what lane <c>i ^ 1</c> has.</summary>
    static abstract TVector Exchange1(TVector value);

    /// <summary>Lane i gets what lane <c>i ^ 2</c> has.</summary>
    static abstract TVector Exchange2(TVector value);

    /// <summary>Lane i gets what lane <c>i ^ 4</c> has; only where there are more than four.</summary>
    static abstract TVector Exchange4(TVector value);

    /// <summary>Lane i gets what lane <c>i ^ 8</c> has; only where there are more than eight.</summary>
    static abstract TVector Exchange8(TVector value);

    /// <summary>The larger magnitude of each lane; one that is not a number is larger than all.</summary>
    static abstract TVector MaxMagnitude(TVector largest, TVector value);

    /// <summary>The largest lane of magnitudes.</summary>
    static abstract float Largest(TVector magnitudes);

    /// <summary>
    /// Stores the lowest byte of every lane of four vectors, in an order that is the implementation's own: rows and weights are stored
    /// by the same one, and a sum of products does not depend on it.
    /// </summary>
    static abstract void StoreBytes(TVector a, TVector b, TVector c, TVector d, byte* destination);
}

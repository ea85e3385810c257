namespace BertGen.Engine.Kernels.Integer;

/// <summary>What products of small integers need of a vector width, whatever multiplies.</summary>
/// <typeparam name="TInt">A vector of 32-bit integers.</typeparam>
/// <typeparam name="TVector">As many floats.</typeparam>
internal unsafe interface IIntegers<TInt, TVector>
    where TInt : struct
    where TVector : struct
{
    /// <summary>Sums to begin with, or weights: four signed bytes a sum.</summary>
    static abstract TInt Load(void* source);

    static abstract void Store(TInt value, void* destination);

    /// <summary>Four bytes of a row, for every sum.</summary>
    static abstract TInt Broadcast(int fourBytes);

    /// <summary>The sums as floats; exact up to 2^24.</summary>
    static abstract TVector ToFloat(TInt sums);
}

namespace BertGen.Engine.Kernels.Integer;

/// <summary>
/// Products of small integers for one instruction set: four products of a byte and a signed byte are added to every 32-bit sum of a
/// vector. All implementations give the same integers.
/// </summary>
/// <typeparam name="TInt">A vector of 32-bit integers.</typeparam>
internal interface IDot<TInt>
    where TInt : struct
{
    /// <summary>Rows of the largest register tile.</summary>
    static abstract int TileRows { get; }

    /// <summary>sums + the four products of each.</summary>
    /// <param name="sums">32-bit sums.</param>
    /// <param name="bytes">Bytes from 0 to 127.</param>
    /// <param name="weights">Signed bytes from -127 to 127.</param>
    static abstract TInt MultiplyAdd(TInt sums, TInt bytes, TInt weights);
}

namespace BertGen.Engine.Kernels.Integer;

/// <summary>
/// Products of small integers that are added in 16 bits before they are widened, for instruction sets that widen with an instruction of
/// its own: of every eight products that a lane adds, one widening instead of four. What 16 bits hold is told before by
/// <see cref="ShortSumTile{TShort, TDot, TIntegers, TInt, TSimd, TVector}"/>.
/// </summary>
/// <typeparam name="TInt">A vector of 32-bit integers, each of them two of 16 bits.</typeparam>
internal unsafe interface IShortSums<TInt>
    where TInt : struct
{
    /// <summary>Rows of the largest register tile; 0 where products are not added so.</summary>
    static abstract int TileRows { get; }

    /// <summary>Fewer rows are multiplied without: for them the centers of all weights cost more than they save.</summary>
    static abstract int FewestRows { get; }

    /// <summary>Two neighbouring products in each 16 bits.</summary>
    /// <param name="bytes">Bytes from 0 to 127.</param>
    /// <param name="weights">Signed bytes from -127 to 127.</param>
    static abstract TInt Multiply(TInt bytes, TInt weights);

    /// <summary>left + right in 16 bits, without the bits that have no room.</summary>
    static abstract TInt Add(TInt left, TInt right);

    /// <summary>left - right in 16 bits, without the bits that have no room.</summary>
    static abstract TInt Subtract(TInt left, TInt right);

    /// <summary>sums + both 16-bit numbers of each.</summary>
    static abstract TInt AddWidened(TInt sums, TInt shorts);

    /// <summary>The largest sum of squares of the eight values that a lane meets in one round: of the first and second, or of the third and fourth, of four times four neighbours.</summary>
    /// <param name="bytes">A block of a row, around <see cref="RowRounding.RowCenter"/>.</param>
    /// <param name="size">Its length, a multiple of 32.</param>
    static abstract int LargestSquares(byte* bytes, int size);
}

namespace BertGen.Engine.Kernels.Integer;

/// <summary>
/// Products of small integers that are added in 16 bits before they are widened, for instruction sets that widen with an instruction of
/// its own: of every eight products that a lane adds, one widening instead of four. As a dot it adds two products to each 16 bits of a
/// sum and not four to each 32, without the bits that have no room; that there is room is told before by
/// <see cref="ShortSumTile{TShort, TDot, TIntegers, TInt, TSimd, TVector}"/>.
/// </summary>
/// <typeparam name="TInt">A vector of 32-bit integers, each of them two of 16 bits.</typeparam>
internal unsafe interface IShortSums<TInt> : IDot<TInt>
    where TInt : struct
{
    /// <summary>Fewer rows are multiplied without: for them the centers of all weights cost more than they save.</summary>
    static abstract int FewestRows { get; }

    /// <summary>-shorts in 16 bits, without the bits that have no room.</summary>
    static abstract TInt Negate(TInt shorts);

    /// <summary>sums + both 16-bit numbers of each.</summary>
    static abstract TInt AddWidened(TInt sums, TInt shorts);

    /// <summary>The largest sum of squares of the eight values that a lane meets in one round: of the first and second, or of the third and fourth, of four times four neighbours.</summary>
    /// <param name="bytes">A block of a row, around <see cref="RowRounding.RowCenter"/>.</param>
    /// <param name="size">Its length, a multiple of 32.</param>
    static abstract int LargestSquares(byte* bytes, int size);
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace BertGen.Engine.Kernels.Integer;

/// <summary>What tiles of every width that add products in 16 bits have in common.</summary>
internal static class ShortSumTile
{
    /// <summary>
    /// The largest sum of eight x² with which a sum of eight x w fits into 16 bits, in whatever order it is added: it is at most the root
    /// of the sum of x² times the sum of w².
    /// </summary>
    /// <param name="squares">The sum of eight w².</param>
    public static int LargestSquaresOfRow(int squares) => short.MaxValue * short.MaxValue / Math.Max(squares, 1);
}

/// <summary>
/// The register tile of <see cref="IntegerTile{TDot, TIntegers, TInt, TSimd, TVector}"/> that adds the products of 16 inputs in 16 bits, and
/// widens their sums once. The center of the rows is taken away first, so that what has to fit is the sum of x w alone; in a block
/// where it need not fit, products are added in 32 bits. Both ways have the same integers.
/// </summary>
internal static unsafe class ShortSumTile<TShort, TDot, TIntegers, TInt, TSimd, TVector>
    where TShort : struct, IShortSums<TInt>
    where TDot : struct, IDot<TInt>
    where TIntegers : struct, IIntegers<TInt, TVector>
    where TInt : struct
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int GroupBytes = IntegerPanels.GroupBytes;

    /// <summary>Bytes of a panel for a block.</summary>
    private const int BlockBytes = InputBlocks.MaxSize * IntegerPanels.Width;

    /// <summary>Multiplies the rows of a tile.</summary>
    /// <param name="rows">Rounded rows, four bytes of each side by side, [groups, rows].</param>
    /// <param name="rowScales">Scales of the first row's blocks.</param>
    /// <param name="rowSquares">For each block the largest sum of squares of all rows, <see cref="IShortSums{TInt}.LargestSquares"/>.</param>
    /// <param name="weights">Those of the tile's columns.</param>
    /// <param name="centers">What <see cref="Prepare"/> wrote for them.</param>
    /// <param name="limits">And what it wrote for their blocks.</param>
    /// <param name="sums">Memory for the sums, [rows, two vectors].</param>
    /// <param name="next">What is fetched meanwhile from far caches.</param>
    /// <param name="nextStep">Bytes from what one round of the loop fetches to what the next does.</param>
    public static void Multiply<TRows, TVectors>(
        int* rows, float* rowScales, int* rowSquares, in TileWeights weights, int* centers, int* limits, float* sums, sbyte* next, nint nextStep)
        where TRows : struct, IRowCount
        where TVectors : struct, IVectorCount
    {
        for (int i = 0; i < TRows.Count * 2 * TSimd.Count; i += TSimd.Count)
        {
            TSimd.Store(TSimd.Zero, sums + i);
        }

        int count = weights.Blocks.Count;
        for (int block = 0, end; block < count; block = end)
        {
            for (end = block; end < count && rowSquares[end] <= limits[end]; end++)
            {
            }

            if (end > block)
            {
                int firstRound = block * (InputBlocks.MaxSize / InputBlocks.Round);
                AddBlocks<TRows, TVectors>(
                    rows, rowScales, weights, new IndexRange(block, end), centers + (firstRound * 2 * TSimd.Count), sums, next + (firstRound * nextStep), nextStep);
            }
            else
            {
                AddBlock<TRows, TVectors>(rows, rowScales, weights, block, sums);
                end++;
            }
        }
    }

    /// <summary>What all tiles of some columns need.</summary>
    /// <param name="weights">The columns.</param>
    /// <param name="centers">
    /// For every 16 inputs two vectors that take the center of the rows away from the sums in 16 bits: of each column -64 times the sum of its weights.
    /// </param>
    /// <param name="limits">For every block the largest <see cref="RoundedRows.Squares"/> of rows whose products fit.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Prepare<TVectors>(in TileWeights weights, int* centers, int* limits)
        where TVectors : struct, IVectorCount
    {
        for (int block = 0; block < weights.Blocks.Count; block++)
        {
            limits[block] = ShortSumTile.LargestSquaresOfRow(Math.Max(weights.FirstSquares[block], weights.SecondSquares[block]));
        }

        TInt center = TIntegers.Broadcast(0x01010101 * RowRounding.RowCenter);
        sbyte* b = weights.First, second = weights.Second;
        for (int rounds = weights.Blocks.Length / InputBlocks.Round; rounds > 0; rounds--)
        {
            TIntegers.Store(Center(center, b), centers);
            if (TVectors.Count > 1)
            {
                TIntegers.Store(Center(center, second), centers + TSimd.Count);
            }

            b += 4 * GroupBytes;
            second += 4 * GroupBytes;
            centers += 2 * TSimd.Count;
        }
    }

    /// <summary>Blocks whose products fit into 16 bits.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddBlocks<TRows, TVectors>(
        int* rows, float* rowScales, in TileWeights weights, IndexRange range, int* centers, float* sums, sbyte* next, nint nextStep)
        where TRows : struct, IRowCount
        where TVectors : struct, IVectorCount
    {
        InputBlocks blocks = weights.Blocks;
        int* starts = weights.FirstStarts + (range.Start * 2 * IntegerPanels.Width);
        sbyte* b = weights.First + (range.Start * BlockBytes);
        nint toSecond = (nint)(weights.Second - weights.First), toSecondStarts = (nint)(weights.SecondStarts - weights.FirstStarts);
        rows += range.Start * (InputBlocks.MaxSize / 4) * TRows.Count;
        rowScales += range.Start;
        for (int block = range.Start; block < range.End; block++)
        {
            TInt s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default;
            TInt s30 = default, s31 = default, s40 = default, s41 = default, s50 = default, s51 = default;
            for (int rounds = blocks.SizeOf(block) / InputBlocks.Round; rounds > 0; rounds--)
            {
                if (Sse.IsSupported)
                {
                    Sse.Prefetch1(next);
                    next += nextStep;
                }

                TInt center0 = TIntegers.Load(centers), center1 = TVectors.Count > 1 ? TIntegers.Load(centers + TSimd.Count) : center0;
                TInt t00 = center0, t01 = center1, t10 = center0, t11 = center1, t20 = center0, t21 = center1;
                TInt t30 = center0, t31 = center1, t40 = center0, t41 = center1, t50 = center0, t51 = center1;
                {
                    TInt b0 = TIntegers.Load(b), b1 = TVectors.Count > 1 ? TIntegers.Load(b + toSecond) : b0;
                    IntegerTile<TShort, TIntegers, TInt, TSimd, TVector>.Step<TRows, TVectors>(rows, b0, b1, ref t00, ref t01, ref t10, ref t11, ref t20, ref t21, ref t30, ref t31, ref t40, ref t41, ref t50, ref t51);
                }

                {
                    TInt b0 = TIntegers.Load(b + (1 * GroupBytes)), b1 = TVectors.Count > 1 ? TIntegers.Load(b + toSecond + (1 * GroupBytes)) : b0;
                    IntegerTile<TShort, TIntegers, TInt, TSimd, TVector>.Step<TRows, TVectors>(rows + TRows.Count, b0, b1, ref t00, ref t01, ref t10, ref t11, ref t20, ref t21, ref t30, ref t31, ref t40, ref t41, ref t50, ref t51);
                }

                {
                    TInt b0 = TIntegers.Load(b + (2 * GroupBytes)), b1 = TVectors.Count > 1 ? TIntegers.Load(b + toSecond + (2 * GroupBytes)) : b0;
                    IntegerTile<TShort, TIntegers, TInt, TSimd, TVector>.Step<TRows, TVectors>(rows + (2 * TRows.Count), b0, b1, ref t00, ref t01, ref t10, ref t11, ref t20, ref t21, ref t30, ref t31, ref t40, ref t41, ref t50, ref t51);
                }

                {
                    TInt b0 = TIntegers.Load(b + (3 * GroupBytes)), b1 = TVectors.Count > 1 ? TIntegers.Load(b + toSecond + (3 * GroupBytes)) : b0;
                    IntegerTile<TShort, TIntegers, TInt, TSimd, TVector>.Step<TRows, TVectors>(rows + (3 * TRows.Count), b0, b1, ref t00, ref t01, ref t10, ref t11, ref t20, ref t21, ref t30, ref t31, ref t40, ref t41, ref t50, ref t51);
                }

                Widen<TRows, TVectors>(t00, t01, t10, t11, t20, t21, t30, t31, t40, t41, t50, t51, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
                rows += 4 * TRows.Count;
                b += 4 * GroupBytes;
                centers += 2 * TSimd.Count;
            }

            EndBlock<TRows, TVectors>(rowScales, blocks.Count, starts, toSecondStarts, sums, s00, s01, s10, s11, s20, s21, s30, s31, s40, s41, s50, s51);
            rowScales++;
            starts += 2 * IntegerPanels.Width;
        }
    }

    /// <summary>A block whose products may have no room in 16 bits.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddBlock<TRows, TVectors>(int* rows, float* rowScales, in TileWeights weights, int block, float* sums)
        where TRows : struct, IRowCount
        where TVectors : struct, IVectorCount
    {
        int* starts = weights.FirstStarts + (block * 2 * IntegerPanels.Width);
        sbyte* b = weights.First + (block * BlockBytes);
        nint toSecond = (nint)(weights.Second - weights.First), toSecondStarts = (nint)(weights.SecondStarts - weights.FirstStarts);
        rows += block * (InputBlocks.MaxSize / 4) * TRows.Count;
        TInt start0 = TIntegers.Load(starts), start1 = TVectors.Count > 1 ? TIntegers.Load(starts + toSecondStarts) : start0;
        TInt s00 = start0, s01 = start1, s10 = start0, s11 = start1, s20 = start0, s21 = start1;
        TInt s30 = start0, s31 = start1, s40 = start0, s41 = start1, s50 = start0, s51 = start1;
        for (int groups = weights.Blocks.SizeOf(block) / 4; groups > 0; groups--)
        {
            TInt b0 = TIntegers.Load(b), b1 = TVectors.Count > 1 ? TIntegers.Load(b + toSecond) : b0;
            IntegerTile<TDot, TIntegers, TInt, TSimd, TVector>.Step<TRows, TVectors>(rows, b0, b1, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            rows += TRows.Count;
            b += GroupBytes;
        }

        EndBlock<TRows, TVectors>(rowScales + block, weights.Blocks.Count, starts, toSecondStarts, sums, s00, s01, s10, s11, s20, s21, s30, s31, s40, s41, s50, s51);
    }

    /// <summary>Adds the sums of a block, scaled, to those of the blocks before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EndBlock<TRows, TVectors>(
        float* rowScales,
        int blockCount,
        int* starts,
        nint toSecondStarts,
        float* sums,
        TInt s00,
        TInt s01,
        TInt s10,
        TInt s11,
        TInt s20,
        TInt s21,
        TInt s30,
        TInt s31,
        TInt s40,
        TInt s41,
        TInt s50,
        TInt s51)
        where TRows : struct, IRowCount
        where TVectors : struct, IVectorCount
    {
        TVector scale0 = TSimd.Load((float*)(starts + IntegerPanels.Width));
        TVector scale1 = TVectors.Count > 1 ? TSimd.Load((float*)(starts + toSecondStarts + IntegerPanels.Width)) : scale0;
        IntegerTile<TDot, TIntegers, TInt, TSimd, TVector>.AddRows<TRows, TVectors>(rowScales, blockCount, scale0, scale1, sums, s00, s01, s10, s11, s20, s21, s30, s31, s40, s41, s50, s51);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TInt Center(TInt center, sbyte* b)
    {
        TInt sums = default;
        for (int group = 0; group < InputBlocks.Round / 4; group++)
        {
            sums = TShort.MultiplyAdd(sums, center, TIntegers.Load(b + (group * GroupBytes)));
        }

        return TShort.Negate(sums);
    }

    /// <summary>Adds the sums in 16 bits to those in 32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Widen<TRows, TVectors>(
        TInt t00,
        TInt t01,
        TInt t10,
        TInt t11,
        TInt t20,
        TInt t21,
        TInt t30,
        TInt t31,
        TInt t40,
        TInt t41,
        TInt t50,
        TInt t51,
        ref TInt s00,
        ref TInt s01,
        ref TInt s10,
        ref TInt s11,
        ref TInt s20,
        ref TInt s21,
        ref TInt s30,
        ref TInt s31,
        ref TInt s40,
        ref TInt s41,
        ref TInt s50,
        ref TInt s51)
        where TRows : struct, IRowCount
        where TVectors : struct, IVectorCount
    {
        WidenRow<TVectors>(t00, t01, ref s00, ref s01);

        if (TRows.Count > 1)
        {
            WidenRow<TVectors>(t10, t11, ref s10, ref s11);
        }

        if (TRows.Count > 2)
        {
            WidenRow<TVectors>(t20, t21, ref s20, ref s21);
        }

        if (TRows.Count > 3)
        {
            WidenRow<TVectors>(t30, t31, ref s30, ref s31);
        }

        if (TRows.Count > 4)
        {
            WidenRow<TVectors>(t40, t41, ref s40, ref s41);
        }

        if (TRows.Count > 5)
        {
            WidenRow<TVectors>(t50, t51, ref s50, ref s51);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WidenRow<TVectors>(TInt t0, TInt t1, ref TInt s0, ref TInt s1)
        where TVectors : struct, IVectorCount
    {
        s0 = TShort.AddWidened(s0, t0);
        if (TVectors.Count > 1)
        {
            s1 = TShort.AddWidened(s1, t1);
        }
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace BertGen.Engine.Kernels.Integer;

/// <summary>
/// A register tile of a product of rounded rows and weights: up to twelve rows, as two halves of up to six, by two vectors. The sums of a
/// block are integers, hence exact; scaled, they are added to float32 sums block after block, the same in every tile and with every
/// instruction set.
/// </summary>
internal static unsafe class IntegerTile<TDot, TIntegers, TInt, TSimd, TVector>
    where TDot : struct, IDot<TInt>
    where TIntegers : struct, IIntegers<TInt, TVector>
    where TInt : struct
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int GroupBytes = IntegerPanels.GroupBytes;

    /// <summary>Multiplies the rows of a tile.</summary>
    /// <param name="rows">Rounded rows, four bytes of each side by side, [groups, rows of both halves].</param>
    /// <param name="rowScales">Scales of the first row's blocks.</param>
    /// <param name="weights">Those of the tile's columns.</param>
    /// <param name="sums">Memory for the sums, [rows, two vectors].</param>
    /// <param name="next">What is fetched meanwhile from far caches.</param>
    /// <param name="nextStep">Bytes from what one round of the loop fetches to what the next does.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TUpper, TLower, TVectors>(
        int* rows, float* rowScales, in TileWeights weights, float* sums, sbyte* next, nint nextStep)
        where TUpper : struct, IRowCount
        where TLower : struct, IRowCount
        where TVectors : struct, IVectorCount
    {
        int height = TUpper.Count + TLower.Count;
        InputBlocks blocks = weights.Blocks;
        sbyte* b = weights.First, second = weights.Second;
        int* starts = weights.FirstStarts, secondStarts = weights.SecondStarts;
        for (int i = 0; i < height * RowFloats; i += TSimd.Count)
        {
            TSimd.Store(TSimd.Zero, sums + i);
        }

        for (int block = 0; block < blocks.Count; block++)
        {
            TInt start0 = TIntegers.Load(starts), start1 = TVectors.Count > 1 ? TIntegers.Load(secondStarts) : start0;
            TInt s00 = start0, s01 = start1, s10 = start0, s11 = start1, s20 = start0, s21 = start1;
            TInt s30 = start0, s31 = start1, s40 = start0, s41 = start1, s50 = start0, s51 = start1;
            TInt t00 = start0, t01 = start1, t10 = start0, t11 = start1, t20 = start0, t21 = start1;
            TInt t30 = start0, t31 = start1, t40 = start0, t41 = start1, t50 = start0, t51 = start1;
            for (int groups = blocks.SizeOf(block) / InputBlocks.Round; groups > 0; groups--)
            {
                if (Sse.IsSupported)
                {
                    Sse.Prefetch1(next);
                    next += nextStep;
                }

                {
                    TInt b0 = TIntegers.Load(b), b1 = TVectors.Count > 1 ? TIntegers.Load(second) : b0;
                    Step<TUpper, TVectors>(rows + (0 * height), b0, b1, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
                    Step<TLower, TVectors>(rows + (0 * height) + TUpper.Count, b0, b1, ref t00, ref t01, ref t10, ref t11, ref t20, ref t21, ref t30, ref t31, ref t40, ref t41, ref t50, ref t51);
                }

                {
                    TInt b0 = TIntegers.Load(b + (1 * GroupBytes)), b1 = TVectors.Count > 1 ? TIntegers.Load(second + (1 * GroupBytes)) : b0;
                    Step<TUpper, TVectors>(rows + (1 * height), b0, b1, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
                    Step<TLower, TVectors>(rows + (1 * height) + TUpper.Count, b0, b1, ref t00, ref t01, ref t10, ref t11, ref t20, ref t21, ref t30, ref t31, ref t40, ref t41, ref t50, ref t51);
                }

                {
                    TInt b0 = TIntegers.Load(b + (2 * GroupBytes)), b1 = TVectors.Count > 1 ? TIntegers.Load(second + (2 * GroupBytes)) : b0;
                    Step<TUpper, TVectors>(rows + (2 * height), b0, b1, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
                    Step<TLower, TVectors>(rows + (2 * height) + TUpper.Count, b0, b1, ref t00, ref t01, ref t10, ref t11, ref t20, ref t21, ref t30, ref t31, ref t40, ref t41, ref t50, ref t51);
                }

                {
                    TInt b0 = TIntegers.Load(b + (3 * GroupBytes)), b1 = TVectors.Count > 1 ? TIntegers.Load(second + (3 * GroupBytes)) : b0;
                    Step<TUpper, TVectors>(rows + (3 * height), b0, b1, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
                    Step<TLower, TVectors>(rows + (3 * height) + TUpper.Count, b0, b1, ref t00, ref t01, ref t10, ref t11, ref t20, ref t21, ref t30, ref t31, ref t40, ref t41, ref t50, ref t51);
                }

                rows += Unroll * height;
                b += Unroll * GroupBytes;
                second += Unroll * GroupBytes;
            }

            TVector scale0 = TSimd.Load((float*)(starts + IntegerPanels.Width));
            TVector scale1 = TVectors.Count > 1 ? TSimd.Load((float*)(secondStarts + IntegerPanels.Width)) : scale0;
            AddRows<TUpper, TVectors>(rowScales, blocks.Count, scale0, scale1, sums, s00, s01, s10, s11, s20, s21, s30, s31, s40, s41, s50, s51);
            AddRows<TLower, TVectors>(
                rowScales + (TUpper.Count * blocks.Count), blocks.Count, scale0, scale1, sums + (TUpper.Count * RowFloats), t00, t01, t10, t11, t20, t21, t30, t31, t40, t41, t50, t51);
            rowScales++;
            starts += 2 * IntegerPanels.Width;
            secondStarts += 2 * IntegerPanels.Width;
        }
    }

    /// <summary>Groups of four inputs in one round of the loop.</summary>
    private const int Unroll = InputBlocks.Round / 4;

    /// <summary>Floats from one row of sums to the next.</summary>
    public static int RowFloats
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * TSimd.Count;
    }

    /// <summary>Adds the products of four inputs of every row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step<TRows, TVectors>(
        int* rows,
        TInt b0,
        TInt b1,
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
        if (TRows.Count > 0)
        {
            StepRow<TVectors>(rows[0], b0, b1, ref s00, ref s01);
        }

        if (TRows.Count > 1)
        {
            StepRow<TVectors>(rows[1], b0, b1, ref s10, ref s11);
        }

        if (TRows.Count > 2)
        {
            StepRow<TVectors>(rows[2], b0, b1, ref s20, ref s21);
        }

        if (TRows.Count > 3)
        {
            StepRow<TVectors>(rows[3], b0, b1, ref s30, ref s31);
        }

        if (TRows.Count > 4)
        {
            StepRow<TVectors>(rows[4], b0, b1, ref s40, ref s41);
        }

        if (TRows.Count > 5)
        {
            StepRow<TVectors>(rows[5], b0, b1, ref s50, ref s51);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StepRow<TVectors>(int fourBytes, TInt b0, TInt b1, ref TInt s0, ref TInt s1)
        where TVectors : struct, IVectorCount
    {
        TInt x = TIntegers.Broadcast(fourBytes);
        s0 = TDot.MultiplyAdd(s0, x, b0);
        if (TVectors.Count > 1)
        {
            s1 = TDot.MultiplyAdd(s1, x, b1);
        }
    }

    /// <summary>Adds the sums of a block, scaled, to those of the blocks before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddRows<TRows, TVectors>(
        float* scales,
        int blockCount,
        TVector scale0,
        TVector scale1,
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
        if (TRows.Count > 0)
        {
            AddRow<TVectors>(scales + (0 * blockCount), scale0, scale1, sums + (0 * RowFloats), s00, s01);
        }

        if (TRows.Count > 1)
        {
            AddRow<TVectors>(scales + (1 * blockCount), scale0, scale1, sums + (1 * RowFloats), s10, s11);
        }

        if (TRows.Count > 2)
        {
            AddRow<TVectors>(scales + (2 * blockCount), scale0, scale1, sums + (2 * RowFloats), s20, s21);
        }

        if (TRows.Count > 3)
        {
            AddRow<TVectors>(scales + (3 * blockCount), scale0, scale1, sums + (3 * RowFloats), s30, s31);
        }

        if (TRows.Count > 4)
        {
            AddRow<TVectors>(scales + (4 * blockCount), scale0, scale1, sums + (4 * RowFloats), s40, s41);
        }

        if (TRows.Count > 5)
        {
            AddRow<TVectors>(scales + (5 * blockCount), scale0, scale1, sums + (5 * RowFloats), s50, s51);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow<TVectors>(float* scale, TVector scale0, TVector scale1, float* sums, TInt s0, TInt s1)
        where TVectors : struct, IVectorCount
    {
        TVector x = TSimd.Broadcast(*scale);
        TSimd.Store(TSimd.MultiplyAdd(TIntegers.ToFloat(s0), TSimd.Multiply(x, scale0), TSimd.Load(sums)), sums);
        if (TVectors.Count > 1)
        {
            float* second = sums + TSimd.Count;
            TSimd.Store(TSimd.MultiplyAdd(TIntegers.ToFloat(s1), TSimd.Multiply(x, scale1), TSimd.Load(second)), second);
        }
    }
}

using System.Runtime.CompilerServices;

namespace BertGen.Engine.Kernels;

/// <summary>
/// A register tile of weighted sums of values: some queries of a panel, [keys, 16], times two vectors of values, [keys, head size]. Every
/// sum runs over the keys from the first on in one chain of multiply-adds.
/// </summary>
internal static unsafe class NearAttentionTile<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int PanelWidth = PackedMatrix.PanelWidth;
    private const int LowRows = 4;
    private const int HighRows = 8;

    /// <summary>Queries of a tile: sums, values and a weight are in registers.</summary>
    public static int Rows
    {
        // A call that is left between the multiply-adds sends all sums through memory.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TSimd.TileRows > RowTiles.Low ? HighRows : LowRows;
    }

    /// <summary>Components of a value in a tile.</summary>
    public static int Columns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * TSimd.Count;
    }

    /// <summary>Makes the sums of a tile.</summary>
    /// <param name="weights">Weights of the first query: the first value of a column of 16 wide rows.</param>
    /// <param name="keys">Number of keys.</param>
    /// <param name="values">The components of the first value.</param>
    /// <param name="stride">Floats from the value of a key to that of the next.</param>
    /// <param name="factors">What the sums of each query are multiplied by.</param>
    /// <param name="results">Where the sums of the first query go.</param>
    /// <param name="resultStride">Floats to those of the next.</param>
    /// <param name="rows">Queries whose sums are stored, at most <see cref="Rows"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* weights, int keys, float* values, nint stride, float* factors, float* results, nint resultStride, int rows)
    {
        TVector s00 = TSimd.Zero, s01 = TSimd.Zero, s10 = TSimd.Zero, s11 = TSimd.Zero, s20 = TSimd.Zero, s21 = TSimd.Zero, s30 = TSimd.Zero, s31 = TSimd.Zero;
        TVector s40 = TSimd.Zero, s41 = TSimd.Zero, s50 = TSimd.Zero, s51 = TSimd.Zero, s60 = TSimd.Zero, s61 = TSimd.Zero, s70 = TSimd.Zero, s71 = TSimd.Zero;
        ProductTile<TSimd, TVector>.FetchRows<Rows4, TwoVectors>(results, resultStride, TSimd.Count);
        if (Rows == HighRows)
        {
            ProductTile<TSimd, TVector>.FetchRows<Rows4, TwoVectors>(results + (LowRows * resultStride), resultStride, TSimd.Count);
        }

        for (float* end = weights + ((nint)keys * PanelWidth); weights < end; weights += PanelWidth)
        {
            TVector left = TSimd.Load(values), right = TSimd.Load(values + TSimd.Count);
            Add(weights[0], left, right, ref s00, ref s01);
            Add(weights[1], left, right, ref s10, ref s11);
            Add(weights[2], left, right, ref s20, ref s21);
            Add(weights[3], left, right, ref s30, ref s31);
            if (Rows == HighRows)
            {
                Add(weights[4], left, right, ref s40, ref s41);
                Add(weights[5], left, right, ref s50, ref s51);
                Add(weights[6], left, right, ref s60, ref s61);
                Add(weights[7], left, right, ref s70, ref s71);
            }

            values += stride;
        }

        StoreFour(s00, s01, s10, s11, s20, s21, s30, s31, factors, results, resultStride, rows);
        if (Rows == HighRows)
        {
            StoreFour(s40, s41, s50, s51, s60, s61, s70, s71, factors + LowRows, results + (LowRows * resultStride), resultStride, rows - LowRows);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float weight, TVector left, TVector right, ref TVector leftSum, ref TVector rightSum)
    {
        TVector x = TSimd.Broadcast(weight);
        leftSum = TSimd.MultiplyAdd(x, left, leftSum);
        rightSum = TSimd.MultiplyAdd(x, right, rightSum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFour(
        TVector s00, TVector s01, TVector s10, TVector s11, TVector s20, TVector s21, TVector s30, TVector s31, float* factors, float* results, nint stride, int rows)
    {
        if (rows > 0)
        {
            Store(s00, s01, factors[0], results);
        }

        if (rows > 1)
        {
            Store(s10, s11, factors[1], results + stride);
        }

        if (rows > 2)
        {
            Store(s20, s21, factors[2], results + (2 * stride));
        }

        if (rows > 3)
        {
            Store(s30, s31, factors[3], results + (3 * stride));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TVector left, TVector right, float factor, float* results)
    {
        TVector factors = TSimd.Broadcast(factor);
        TSimd.Store(TSimd.Multiply(left, factors), results);
        TSimd.Store(TSimd.Multiply(right, factors), results + TSimd.Count);
    }
}

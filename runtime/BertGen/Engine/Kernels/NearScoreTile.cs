using System.Runtime.CompilerServices;

namespace BertGen.Engine.Kernels;

/// <summary>
/// A register tile of scores: keys where they stand times one panel of 16 queries, or two. Up to six keys, or up to twelve as two halves
/// that share the queries, for processors with 32 vector registers.
/// </summary>
/// <remarks>
/// Not a layout of <see cref="HighProductTile{TSimd, TVector}"/>: with a pointer a row and a stride among its arguments, its own tiles of packed rows
/// take registers for them, and products of few rows 4 % more time.
/// </remarks>
internal static unsafe class NearScoreTile<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int PanelWidth = PackedMatrix.PanelWidth;
    private const int Unroll = ProductTile<TSimd, TVector>.Unroll;

    /// <summary>Floats that a tile fetches beside its work.</summary>
    /// <param name="k">Values in a key.</param>
    public static int FetchedFloats(int k) => k / Unroll * FetchOther.Lines * ProductKernel<TSimd, TVector>.LineFloats;

    /// <summary>Makes the scores of a tile.</summary>
    /// <param name="height">Number of keys, at most <see cref="ISimd{TVector}.TileRows"/>.</param>
    /// <param name="keys">The keys, [height, k], one behind the other.</param>
    /// <param name="panel">Queries, [k, 16].</param>
    /// <param name="second">Those of a second panel, or null; only where a tile can span two.</param>
    /// <param name="k">Values in a key, a multiple of eight.</param>
    /// <param name="scores">Results, [height, 16].</param>
    /// <param name="toSecond">Floats from there to the results of the second panel.</param>
    /// <param name="next">What will be read soon, of which <see cref="FetchedFloats"/> are fetched.</param>
    public static void Multiply(int height, float* keys, float* panel, float* second, int k, float* scores, nint toSecond, float* next)
    {
        if (TSimd.TileRows == RowTiles.Low || height <= RowTiles.Low)
        {
            ProductKernel<TSimd, TVector>.MultiplyTileToPanels(keys, k, height, panel, second, k, scores, toSecond, next);
        }
        else if (second != null)
        {
            High<TwoVectors>(height, keys, panel, second, k, scores, toSecond, next);
        }
        else
        {
            High<OneVector>(height, keys, panel, second, k, scores, toSecond, next);
        }
    }

    private static void High<TVectors>(int height, float* keys, float* panel, float* second, int k, float* scores, nint toSecond, float* next)
        where TVectors : struct, IVectorCount
    {
        switch (height)
        {
            case 12:
                Multiply<Rows6, Rows6, TVectors>(keys, panel, second, k, scores, toSecond, next);
                break;
            case 11:
                Multiply<Rows6, Rows5, TVectors>(keys, panel, second, k, scores, toSecond, next);
                break;
            case 10:
                Multiply<Rows5, Rows5, TVectors>(keys, panel, second, k, scores, toSecond, next);
                break;
            case 9:
                Multiply<Rows5, Rows4, TVectors>(keys, panel, second, k, scores, toSecond, next);
                break;
            case 8:
                Multiply<Rows4, Rows4, TVectors>(keys, panel, second, k, scores, toSecond, next);
                break;
            default:
                Multiply<Rows4, Rows3, TVectors>(keys, panel, second, k, scores, toSecond, next);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TUpper, TLower, TVectors>(float* a, float* b, float* second, int k, float* c, nint toSecond, float* next)
        where TUpper : struct, IRowCount
        where TLower : struct, IRowCount
        where TVectors : struct, IVectorCount
    {
        TVector s00 = TSimd.Zero, s01 = TSimd.Zero, s10 = TSimd.Zero, s11 = TSimd.Zero, s20 = TSimd.Zero, s21 = TSimd.Zero;
        TVector s30 = TSimd.Zero, s31 = TSimd.Zero, s40 = TSimd.Zero, s41 = TSimd.Zero, s50 = TSimd.Zero, s51 = TSimd.Zero;
        TVector t00 = TSimd.Zero, t01 = TSimd.Zero, t10 = TSimd.Zero, t11 = TSimd.Zero, t20 = TSimd.Zero, t21 = TSimd.Zero;
        TVector t30 = TSimd.Zero, t31 = TSimd.Zero, t40 = TSimd.Zero, t41 = TSimd.Zero, t50 = TSimd.Zero, t51 = TSimd.Zero;

        float* a1 = a + k;
        float* a2 = a1 + k;
        float* a3 = a2 + k;
        float* a4 = a3 + k;
        float* a5 = a4 + k;
        float* d = a + (TUpper.Count * k);
        float* d1 = d + k;
        float* d2 = d1 + k;
        float* d3 = d2 + k;
        float* d4 = d3 + k;
        float* d5 = d4 + k;
        nint toSecondPanel = (nint)(second - b);

        for (int i = 0; i < k; i += Unroll)
        {
            ProductTile<TSimd, TVector>.Fetch<TVectors, FetchOther>(next, toSecondPanel);
            ProductTile<TSimd, TVector>.Step<TUpper, TVectors, RowMajor>(0, TUpper.Count, a, a1, a2, a3, a4, a5, b, second, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            ProductTile<TSimd, TVector>.Step<TLower, TVectors, RowMajor>(0, TLower.Count, d, d1, d2, d3, d4, d5, b, second, ref t00, ref t01, ref t10, ref t11, ref t20, ref t21, ref t30, ref t31, ref t40, ref t41, ref t50, ref t51);
            ProductTile<TSimd, TVector>.Step<TUpper, TVectors, RowMajor>(1, TUpper.Count, a, a1, a2, a3, a4, a5, b, second, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            ProductTile<TSimd, TVector>.Step<TLower, TVectors, RowMajor>(1, TLower.Count, d, d1, d2, d3, d4, d5, b, second, ref t00, ref t01, ref t10, ref t11, ref t20, ref t21, ref t30, ref t31, ref t40, ref t41, ref t50, ref t51);
            ProductTile<TSimd, TVector>.Step<TUpper, TVectors, RowMajor>(2, TUpper.Count, a, a1, a2, a3, a4, a5, b, second, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            ProductTile<TSimd, TVector>.Step<TLower, TVectors, RowMajor>(2, TLower.Count, d, d1, d2, d3, d4, d5, b, second, ref t00, ref t01, ref t10, ref t11, ref t20, ref t21, ref t30, ref t31, ref t40, ref t41, ref t50, ref t51);
            ProductTile<TSimd, TVector>.Step<TUpper, TVectors, RowMajor>(3, TUpper.Count, a, a1, a2, a3, a4, a5, b, second, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            ProductTile<TSimd, TVector>.Step<TLower, TVectors, RowMajor>(3, TLower.Count, d, d1, d2, d3, d4, d5, b, second, ref t00, ref t01, ref t10, ref t11, ref t20, ref t21, ref t30, ref t31, ref t40, ref t41, ref t50, ref t51);
            ProductTile<TSimd, TVector>.Step<TUpper, TVectors, RowMajor>(4, TUpper.Count, a, a1, a2, a3, a4, a5, b, second, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            ProductTile<TSimd, TVector>.Step<TLower, TVectors, RowMajor>(4, TLower.Count, d, d1, d2, d3, d4, d5, b, second, ref t00, ref t01, ref t10, ref t11, ref t20, ref t21, ref t30, ref t31, ref t40, ref t41, ref t50, ref t51);
            ProductTile<TSimd, TVector>.Step<TUpper, TVectors, RowMajor>(5, TUpper.Count, a, a1, a2, a3, a4, a5, b, second, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            ProductTile<TSimd, TVector>.Step<TLower, TVectors, RowMajor>(5, TLower.Count, d, d1, d2, d3, d4, d5, b, second, ref t00, ref t01, ref t10, ref t11, ref t20, ref t21, ref t30, ref t31, ref t40, ref t41, ref t50, ref t51);
            ProductTile<TSimd, TVector>.Step<TUpper, TVectors, RowMajor>(6, TUpper.Count, a, a1, a2, a3, a4, a5, b, second, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            ProductTile<TSimd, TVector>.Step<TLower, TVectors, RowMajor>(6, TLower.Count, d, d1, d2, d3, d4, d5, b, second, ref t00, ref t01, ref t10, ref t11, ref t20, ref t21, ref t30, ref t31, ref t40, ref t41, ref t50, ref t51);
            ProductTile<TSimd, TVector>.Step<TUpper, TVectors, RowMajor>(7, TUpper.Count, a, a1, a2, a3, a4, a5, b, second, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            ProductTile<TSimd, TVector>.Step<TLower, TVectors, RowMajor>(7, TLower.Count, d, d1, d2, d3, d4, d5, b, second, ref t00, ref t01, ref t10, ref t11, ref t20, ref t21, ref t30, ref t31, ref t40, ref t41, ref t50, ref t51);
            a += Unroll;
            a1 += Unroll;
            a2 += Unroll;
            a3 += Unroll;
            a4 += Unroll;
            a5 += Unroll;
            d += Unroll;
            d1 += Unroll;
            d2 += Unroll;
            d3 += Unroll;
            d4 += Unroll;
            d5 += Unroll;
            b += Unroll * PanelWidth;
            second += Unroll * PanelWidth;
            next += FetchOther.Lines * ProductKernel<TSimd, TVector>.LineFloats;
        }

        ProductTile<TSimd, TVector>.StoreRows<TUpper, TVectors, StoreSum>(null, c, PanelWidth, toSecond, s00, s01, s10, s11, s20, s21, s30, s31, s40, s41, s50, s51);
        ProductTile<TSimd, TVector>.StoreRows<TLower, TVectors, StoreSum>(null, c + (TUpper.Count * PanelWidth), PanelWidth, toSecond, t00, t01, t10, t11, t20, t21, t30, t31, t40, t41, t50, t51);
    }
}

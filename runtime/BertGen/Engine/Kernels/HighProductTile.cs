using System.Runtime.CompilerServices;

namespace BertGen.Engine.Kernels;

/// <summary>
/// A register tile of seven to twelve rows, for processors with 32 vector registers: two halves in one loop, which read each
/// weight once.
/// </summary>
internal static unsafe class HighProductTile<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Unroll = ProductTile<TSimd, TVector>.Unroll;

    /// <summary>Multiplies the rows of a tile.</summary>
    /// <param name="a">Inputs, interleaved, [k, rows].</param>
    /// <param name="b">Weights, [k, 16].</param>
    /// <param name="second">The weights of the second vector.</param>
    /// <param name="k">Length of the sums.</param>
    /// <param name="bias">One value a column.</param>
    /// <param name="c">Results.</param>
    /// <param name="ldc">Floats from one result row to the next.</param>
    /// <param name="toSecond">Floats from the results of the first panel to those of the second.</param>
    /// <param name="next">What is fetched meanwhile.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TUpper, TLower, TVectors, TEpilogue, TFetch>(
        float* a, float* b, float* second, int k, float* bias, float* c, nint ldc, nint toSecond, float* next)
        where TUpper : struct, IRowCount
        where TLower : struct, IRowCount
        where TVectors : struct, IVectorCount
        where TEpilogue : struct, IEpilogue
        where TFetch : struct, IFetch
    {
        TVector s00 = TSimd.Zero, s01 = TSimd.Zero, s10 = TSimd.Zero, s11 = TSimd.Zero, s20 = TSimd.Zero, s21 = TSimd.Zero;
        TVector s30 = TSimd.Zero, s31 = TSimd.Zero, s40 = TSimd.Zero, s41 = TSimd.Zero, s50 = TSimd.Zero, s51 = TSimd.Zero;
        TVector t00 = TSimd.Zero, t01 = TSimd.Zero, t10 = TSimd.Zero, t11 = TSimd.Zero, t20 = TSimd.Zero, t21 = TSimd.Zero;
        TVector t30 = TSimd.Zero, t31 = TSimd.Zero, t40 = TSimd.Zero, t41 = TSimd.Zero, t50 = TSimd.Zero, t51 = TSimd.Zero;

        int height = TUpper.Count + TLower.Count;
        float* cLower = c + (TUpper.Count * ldc);
        nint toSecondPanel = (nint)(second - b);

        // Results are far apart in memory and are touched at the end. All at once they would fill what the first cache has for lines under way, and the first loads would wait behind them.
        float* fetched = c, end = c + (height * ldc);

        int i = 0;
        for (; i <= k - Unroll; i += Unroll)
        {
            ProductTile<TSimd, TVector>.Fetch<TVectors, TFetch>(next, toSecondPanel);
            if (fetched != end)
            {
                ProductTile<TSimd, TVector>.FetchRow<TVectors>(fetched, toSecond);
                fetched += ldc;
            }

            Step<TUpper, TVectors>(0, height, a, b, second, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Step<TLower, TVectors>(0, height, a + TUpper.Count, b, second, ref t00, ref t01, ref t10, ref t11, ref t20, ref t21, ref t30, ref t31, ref t40, ref t41, ref t50, ref t51);
            Step<TUpper, TVectors>(1, height, a, b, second, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Step<TLower, TVectors>(1, height, a + TUpper.Count, b, second, ref t00, ref t01, ref t10, ref t11, ref t20, ref t21, ref t30, ref t31, ref t40, ref t41, ref t50, ref t51);
            Step<TUpper, TVectors>(2, height, a, b, second, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Step<TLower, TVectors>(2, height, a + TUpper.Count, b, second, ref t00, ref t01, ref t10, ref t11, ref t20, ref t21, ref t30, ref t31, ref t40, ref t41, ref t50, ref t51);
            Step<TUpper, TVectors>(3, height, a, b, second, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Step<TLower, TVectors>(3, height, a + TUpper.Count, b, second, ref t00, ref t01, ref t10, ref t11, ref t20, ref t21, ref t30, ref t31, ref t40, ref t41, ref t50, ref t51);
            Step<TUpper, TVectors>(4, height, a, b, second, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Step<TLower, TVectors>(4, height, a + TUpper.Count, b, second, ref t00, ref t01, ref t10, ref t11, ref t20, ref t21, ref t30, ref t31, ref t40, ref t41, ref t50, ref t51);
            Step<TUpper, TVectors>(5, height, a, b, second, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Step<TLower, TVectors>(5, height, a + TUpper.Count, b, second, ref t00, ref t01, ref t10, ref t11, ref t20, ref t21, ref t30, ref t31, ref t40, ref t41, ref t50, ref t51);
            Step<TUpper, TVectors>(6, height, a, b, second, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Step<TLower, TVectors>(6, height, a + TUpper.Count, b, second, ref t00, ref t01, ref t10, ref t11, ref t20, ref t21, ref t30, ref t31, ref t40, ref t41, ref t50, ref t51);
            Step<TUpper, TVectors>(7, height, a, b, second, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Step<TLower, TVectors>(7, height, a + TUpper.Count, b, second, ref t00, ref t01, ref t10, ref t11, ref t20, ref t21, ref t30, ref t31, ref t40, ref t41, ref t50, ref t51);
            a += Unroll * height;
            b += Unroll * PackedMatrix.PanelWidth;
            second += Unroll * PackedMatrix.PanelWidth;
            next += TFetch.Lines * ProductKernel<TSimd, TVector>.LineFloats;
        }

        for (; i < k; i++)
        {
            Step<TUpper, TVectors>(0, height, a, b, second, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Step<TLower, TVectors>(0, height, a + TUpper.Count, b, second, ref t00, ref t01, ref t10, ref t11, ref t20, ref t21, ref t30, ref t31, ref t40, ref t41, ref t50, ref t51);
            a += height;
            b += PackedMatrix.PanelWidth;
            second += PackedMatrix.PanelWidth;
        }

        ProductTile<TSimd, TVector>.StoreRows<TUpper, TVectors, TEpilogue>(bias, c, ldc, toSecond, s00, s01, s10, s11, s20, s21, s30, s31, s40, s41, s50, s51);
        ProductTile<TSimd, TVector>.StoreRows<TLower, TVectors, TEpilogue>(bias, cLower, ldc, toSecond, t00, t01, t10, t11, t20, t21, t30, t31, t40, t41, t50, t51);
    }

    /// <summary>Adds one step of the sums of one half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TRows, TVectors>(
        int i,
        int height,
        float* a,
        float* b,
        float* second,
        ref TVector s00,
        ref TVector s01,
        ref TVector s10,
        ref TVector s11,
        ref TVector s20,
        ref TVector s21,
        ref TVector s30,
        ref TVector s31,
        ref TVector s40,
        ref TVector s41,
        ref TVector s50,
        ref TVector s51)
        where TRows : struct, IRowCount
        where TVectors : struct, IVectorCount
        => ProductTile<TSimd, TVector>.Step<TRows, TVectors, Interleaved>(
            i, height, a, a, a, a, a, a, b, second, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
}

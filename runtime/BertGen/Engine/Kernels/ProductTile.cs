using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace BertGen.Engine.Kernels;

/// <summary>A register tile of a product: up to six rows by two vectors, and what higher tiles are made of.</summary>
internal static unsafe class ProductTile<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Steps of a sum in one round of the loop: fewer instructions beside the multiply-adds.</summary>
    public const int Unroll = 8;

    private const int LineFloats = ProductKernel<TSimd, TVector>.LineFloats;

    /// <summary>Multiplies the rows of a tile.</summary>
    /// <param name="a">Inputs, [rows, k].</param>
    /// <param name="lda">Floats from one input row to the next.</param>
    /// <param name="b">Weights, [k, 16]: those of the tile's columns.</param>
    /// <param name="second">The weights of the second vector where it belongs to another panel.</param>
    /// <param name="k">Length of the sums.</param>
    /// <param name="bias">One value a column.</param>
    /// <param name="c">Results.</param>
    /// <param name="ldc">Floats from one result row to the next.</param>
    /// <param name="toSecond">Floats from the results of the first panel to those of the second.</param>
    /// <param name="next">What is fetched meanwhile.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TRows, TVectors, TLayout, TEpilogue, TFetch>(
        float* a, nint lda, float* b, float* second, int k, float* bias, float* c, nint ldc, nint toSecond, float* next)
        where TRows : struct, IRowCount
        where TVectors : struct, IVectorCount
        where TLayout : struct, IRowLayout
        where TEpilogue : struct, IEpilogue
        where TFetch : struct, IFetch
    {
        TVector s00 = TSimd.Zero, s01 = TSimd.Zero, s10 = TSimd.Zero, s11 = TSimd.Zero, s20 = TSimd.Zero, s21 = TSimd.Zero;
        TVector s30 = TSimd.Zero, s31 = TSimd.Zero, s40 = TSimd.Zero, s41 = TSimd.Zero, s50 = TSimd.Zero, s51 = TSimd.Zero;

        float* a1 = a + lda;
        float* a2 = a1 + lda;
        float* a3 = a2 + lda;
        float* a4 = a3 + lda;
        float* a5 = a4 + lda;
        nint toSecondPanel = (nint)(second - b);
        FetchRows<TRows, TVectors>(c, ldc, toSecond);

        // Pointers move and distances are constant, so that a step is its loads and multiply-adds and nothing else: on a core
        // that two threads share, what limits the kernel is the number of its instructions.
        int i = 0;
        for (; i <= k - Unroll; i += Unroll)
        {
            Fetch<TVectors, TFetch>(next, toSecondPanel);
            Step<TRows, TVectors, TLayout>(0, TRows.Count, a, a1, a2, a3, a4, a5, b, second, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Step<TRows, TVectors, TLayout>(1, TRows.Count, a, a1, a2, a3, a4, a5, b, second, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Step<TRows, TVectors, TLayout>(2, TRows.Count, a, a1, a2, a3, a4, a5, b, second, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Step<TRows, TVectors, TLayout>(3, TRows.Count, a, a1, a2, a3, a4, a5, b, second, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Step<TRows, TVectors, TLayout>(4, TRows.Count, a, a1, a2, a3, a4, a5, b, second, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Step<TRows, TVectors, TLayout>(5, TRows.Count, a, a1, a2, a3, a4, a5, b, second, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Step<TRows, TVectors, TLayout>(6, TRows.Count, a, a1, a2, a3, a4, a5, b, second, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Step<TRows, TVectors, TLayout>(7, TRows.Count, a, a1, a2, a3, a4, a5, b, second, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            a += TLayout.IsInterleaved ? Unroll * TRows.Count : Unroll;
            if (!TLayout.IsInterleaved)
            {
                a1 += Unroll;
                a2 += Unroll;
                a3 += Unroll;
                a4 += Unroll;
                a5 += Unroll;
            }

            b += Unroll * PackedMatrix.PanelWidth;
            second += Unroll * PackedMatrix.PanelWidth;
            next += TFetch.Lines * LineFloats;
        }

        for (; i < k; i++)
        {
            Step<TRows, TVectors, TLayout>(0, TRows.Count, a, a1, a2, a3, a4, a5, b, second, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            a += TLayout.IsInterleaved ? TRows.Count : 1;
            if (!TLayout.IsInterleaved)
            {
                a1++;
                a2++;
                a3++;
                a4++;
                a5++;
            }

            b += PackedMatrix.PanelWidth;
            second += PackedMatrix.PanelWidth;
        }

        StoreRows<TRows, TVectors, TEpilogue>(bias, c, ldc, toSecond, s00, s01, s10, s11, s20, s21, s30, s31, s40, s41, s50, s51);
    }

    /// <summary>Fetches the next lines of the panels that come next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch<TVectors, TFetch>(float* lines, nint toSecond)
        where TVectors : struct, IVectorCount
        where TFetch : struct, IFetch
    {
        if (Sse.IsSupported)
        {
            for (int i = 0; i < TFetch.Lines; i++)
            {
                Sse.Prefetch1(lines + (i * LineFloats));
                if (TFetch.IsOfBothPanels && SpansPanels<TVectors>())
                {
                    Sse.Prefetch1(lines + toSecond + (i * LineFloats));
                }
            }
        }
    }

    /// <summary>Results are far apart in memory and are touched at the end of a tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FetchRows<TRows, TVectors>(float* c, nint ldc, nint toSecond)
        where TRows : struct, IRowCount
        where TVectors : struct, IVectorCount
    {
        if (Sse.IsSupported)
        {
            for (int row = 0; row < TRows.Count; row++)
            {
                FetchRow<TVectors>(c + (row * ldc), toSecond);
            }
        }
    }

    /// <summary>The results of one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FetchRow<TVectors>(float* c, nint toSecond)
        where TVectors : struct, IVectorCount
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(c);
            if (SpansPanels<TVectors>())
            {
                Sse.Prefetch0(c + toSecond);
            }
        }
    }

    /// <summary>
    /// Adds one step of the sums: column i of the inputs, of which as many as the height stand side by side when they are
    /// interleaved, times row i of the weights.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step<TRows, TVectors, TLayout>(
        int i,
        int height,
        float* a,
        float* a1,
        float* a2,
        float* a3,
        float* a4,
        float* a5,
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
        where TLayout : struct, IRowLayout
    {
        TVector b0 = TSimd.Load(b + (i * PackedMatrix.PanelWidth));
        TVector b1 = TVectors.Count == 1 ? TSimd.Zero
            : SpansPanels<TVectors>() ? TSimd.Load(second + (i * PackedMatrix.PanelWidth))
            : TSimd.Load(b + ((i * PackedMatrix.PanelWidth) + TSimd.Count));
        StepRow<TVectors>(TLayout.IsInterleaved ? a[(i * height) + 0] : a[i], b0, b1, ref s00, ref s01);
        if (TRows.Count > 1)
        {
            StepRow<TVectors>(TLayout.IsInterleaved ? a[(i * height) + 1] : a1[i], b0, b1, ref s10, ref s11);
        }

        if (TRows.Count > 2)
        {
            StepRow<TVectors>(TLayout.IsInterleaved ? a[(i * height) + 2] : a2[i], b0, b1, ref s20, ref s21);
        }

        if (TRows.Count > 3)
        {
            StepRow<TVectors>(TLayout.IsInterleaved ? a[(i * height) + 3] : a3[i], b0, b1, ref s30, ref s31);
        }

        if (TRows.Count > 4)
        {
            StepRow<TVectors>(TLayout.IsInterleaved ? a[(i * height) + 4] : a4[i], b0, b1, ref s40, ref s41);
        }

        if (TRows.Count > 5)
        {
            StepRow<TVectors>(TLayout.IsInterleaved ? a[(i * height) + 5] : a5[i], b0, b1, ref s50, ref s51);
        }
    }

    /// <summary>Ends the sums of the rows and stores them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRows<TRows, TVectors, TEpilogue>(
        float* bias,
        float* c,
        nint ldc,
        nint toSecond,
        TVector s00,
        TVector s01,
        TVector s10,
        TVector s11,
        TVector s20,
        TVector s21,
        TVector s30,
        TVector s31,
        TVector s40,
        TVector s41,
        TVector s50,
        TVector s51)
        where TRows : struct, IRowCount
        where TVectors : struct, IVectorCount
        where TEpilogue : struct, IEpilogue
    {
        StoreRow<TVectors, TEpilogue>(s00, s01, bias, c, toSecond);
        if (TRows.Count > 1)
        {
            StoreRow<TVectors, TEpilogue>(s10, s11, bias, c + ldc, toSecond);
        }

        if (TRows.Count > 2)
        {
            StoreRow<TVectors, TEpilogue>(s20, s21, bias, c + (2 * ldc), toSecond);
        }

        if (TRows.Count > 3)
        {
            StoreRow<TVectors, TEpilogue>(s30, s31, bias, c + (3 * ldc), toSecond);
        }

        if (TRows.Count > 4)
        {
            StoreRow<TVectors, TEpilogue>(s40, s41, bias, c + (4 * ldc), toSecond);
        }

        if (TRows.Count > 5)
        {
            StoreRow<TVectors, TEpilogue>(s50, s51, bias, c + (5 * ldc), toSecond);
        }
    }

    /// <summary>Whether the second vector of a row belongs to another panel than the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool SpansPanels<TVectors>()
        where TVectors : struct, IVectorCount
        => TVectors.Count * TSimd.Count > PackedMatrix.PanelWidth;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StepRow<TVectors>(float a, TVector b0, TVector b1, ref TVector s0, ref TVector s1)
        where TVectors : struct, IVectorCount
    {
        TVector x = TSimd.Broadcast(a);
        s0 = TSimd.MultiplyAdd(x, b0, s0);
        if (TVectors.Count > 1)
        {
            s1 = TSimd.MultiplyAdd(x, b1, s1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow<TVectors, TEpilogue>(TVector left, TVector right, float* bias, float* c, nint toSecond)
        where TVectors : struct, IVectorCount
        where TEpilogue : struct, IEpilogue
    {
        TSimd.Store(TEpilogue.Apply<TSimd, TVector>(left, bias, c), c);
        if (TVectors.Count > 1)
        {
            float* second = c + (SpansPanels<TVectors>() ? toSecond : TSimd.Count);
            TSimd.Store(TEpilogue.Apply<TSimd, TVector>(right, bias + TSimd.Count, second), second);
        }
    }
}

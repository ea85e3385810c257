using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace BertGen.Engine.Kernels;

/// <summary>
/// The product of rows with one panel of 16 columns, as register tiles of up to six rows by two vectors. Every sum runs
/// over k from 0 upwards in one chain of multiply-adds, in every tile size: a row's result does not depend on which
/// rows stand beside it.
/// </summary>
internal static unsafe class ProductKernel<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Steps of a sum in one round of the loop: fewer instructions beside the multiply-adds.</summary>
    private const int Unroll = 8;

    /// <summary>Floats of a cache line.</summary>
    public const int LineFloats = 16;

    /// <summary>Cache lines of a panel that a round works on.</summary>
    private const int LinesPerRound = Unroll * PackedMatrix.PanelWidth / LineFloats;

    /// <summary>Multiplies <paramref name="rows"/> rows with one panel.</summary>
    /// <param name="a">Inputs, [rows, k].</param>
    /// <param name="lda">Floats from one input row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="panel">Weights, [k, 16].</param>
    /// <param name="k">Length of the sums.</param>
    /// <param name="bias">16 values.</param>
    /// <param name="c">Results, [rows, 16].</param>
    /// <param name="ldc">Floats from one result row to the next.</param>
    /// <param name="next">
    /// The panel that comes next, fetched from far caches while this one is worked on: a part by each of the first tiles.
    /// It may lie past the end of the weights, since a fetch never fails.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TLayout, TEpilogue, TFetch>(float* a, nint lda, int rows, float* panel, int k, float* bias, float* c, nint ldc, float* next)
        where TLayout : struct, IRowLayout
        where TEpilogue : struct, IEpilogue
        where TFetch : struct, IFetch
    {
        int tiles = RowTiles.Count(rows);
        int fetches = TFetch.Lines == 0 ? 0 : LinesPerRound / TFetch.Lines;
        for (; tiles > 0; tiles--)
        {
            int height = RowTiles.Height(rows, tiles);
            for (int column = 0; column < PackedMatrix.PanelWidth; column += 2 * TSimd.Count)
            {
                switch (height)
                {
                    case 6:
                        Tile<Rows6, TLayout, TEpilogue, TFetch>(a, lda, panel + column, k, bias + column, c + column, ldc, next);
                        break;
                    case 5:
                        Tile<Rows5, TLayout, TEpilogue, TFetch>(a, lda, panel + column, k, bias + column, c + column, ldc, next);
                        break;
                    case 4:
                        Tile<Rows4, TLayout, TEpilogue, TFetch>(a, lda, panel + column, k, bias + column, c + column, ldc, next);
                        break;
                    case 3:
                        Tile<Rows3, TLayout, TEpilogue, TFetch>(a, lda, panel + column, k, bias + column, c + column, ldc, next);
                        break;
                    case 2:
                        Tile<Rows2, TLayout, TEpilogue, TFetch>(a, lda, panel + column, k, bias + column, c + column, ldc, next);
                        break;
                    default:
                        Tile<Rows1, TLayout, TEpilogue, TFetch>(a, lda, panel + column, k, bias + column, c + column, ldc, next);
                        break;
                }
            }

            a += height * (TLayout.IsInterleaved ? k : lda);
            c += height * ldc;
            fetches--;
            next = fetches > 0 ? next + (k / Unroll * TFetch.Lines * LineFloats) : panel;
            rows -= height;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<TRows, TLayout, TEpilogue, TFetch>(float* a, nint lda, float* b, int k, float* bias, float* c, nint ldc, float* next)
        where TRows : struct, IRowCount
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
        FetchRows<TRows>(c, ldc);

        // Pointers move and distances are constant, so that a step is its loads and multiply-adds and nothing else: on a core
        // that two threads share, what limits the kernel is the number of its instructions.
        int i = 0;
        for (; i <= k - Unroll; i += Unroll)
        {
            Fetch<TFetch>(next);
            Step<TRows, TLayout>(0, a, a1, a2, a3, a4, a5, b, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Step<TRows, TLayout>(1, a, a1, a2, a3, a4, a5, b, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Step<TRows, TLayout>(2, a, a1, a2, a3, a4, a5, b, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Step<TRows, TLayout>(3, a, a1, a2, a3, a4, a5, b, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Step<TRows, TLayout>(4, a, a1, a2, a3, a4, a5, b, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Step<TRows, TLayout>(5, a, a1, a2, a3, a4, a5, b, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Step<TRows, TLayout>(6, a, a1, a2, a3, a4, a5, b, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Step<TRows, TLayout>(7, a, a1, a2, a3, a4, a5, b, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            a += TLayout.IsInterleaved ? Unroll * TRows.Count : Unroll;
            a1 += Unroll;
            a2 += Unroll;
            a3 += Unroll;
            a4 += Unroll;
            a5 += Unroll;
            b += Unroll * PackedMatrix.PanelWidth;
            next += TFetch.Lines * LineFloats;
        }

        for (; i < k; i++)
        {
            Step<TRows, TLayout>(0, a, a1++, a2++, a3++, a4++, a5++, b, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            a += TLayout.IsInterleaved ? TRows.Count : 1;
            b += PackedMatrix.PanelWidth;
        }

        StoreRow<TEpilogue>(s00, s01, bias, c);
        if (TRows.Count > 1)
        {
            StoreRow<TEpilogue>(s10, s11, bias, c + ldc);
        }

        if (TRows.Count > 2)
        {
            StoreRow<TEpilogue>(s20, s21, bias, c + (2 * ldc));
        }

        if (TRows.Count > 3)
        {
            StoreRow<TEpilogue>(s30, s31, bias, c + (3 * ldc));
        }

        if (TRows.Count > 4)
        {
            StoreRow<TEpilogue>(s40, s41, bias, c + (4 * ldc));
        }

        if (TRows.Count > 5)
        {
            StoreRow<TEpilogue>(s50, s51, bias, c + (5 * ldc));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch<TFetch>(float* lines)
        where TFetch : struct, IFetch
    {
        if (Sse.IsSupported)
        {
            for (int i = 0; i < TFetch.Lines; i++)
            {
                Sse.Prefetch1(lines + (i * LineFloats));
            }
        }
    }

    /// <summary>Results are far apart in memory and are touched at the end of a tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FetchRows<TRows>(float* c, nint ldc)
        where TRows : struct, IRowCount
    {
        if (Sse.IsSupported)
        {
            for (int row = 0; row < TRows.Count; row++)
            {
                Sse.Prefetch0(c + (row * ldc));
            }
        }
    }

    /// <summary>Adds one step of the sums: column i of the inputs times row i of the panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TRows, TLayout>(
        int i,
        float* a,
        float* a1,
        float* a2,
        float* a3,
        float* a4,
        float* a5,
        float* b,
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
        where TLayout : struct, IRowLayout
    {
        TVector b0 = TSimd.Load(b + (i * PackedMatrix.PanelWidth));
        TVector b1 = TSimd.Load(b + ((i * PackedMatrix.PanelWidth) + TSimd.Count));
        StepRow(TLayout.IsInterleaved ? a[(i * TRows.Count) + 0] : a[i], b0, b1, ref s00, ref s01);
        if (TRows.Count > 1)
        {
            StepRow(TLayout.IsInterleaved ? a[(i * TRows.Count) + 1] : a1[i], b0, b1, ref s10, ref s11);
        }

        if (TRows.Count > 2)
        {
            StepRow(TLayout.IsInterleaved ? a[(i * TRows.Count) + 2] : a2[i], b0, b1, ref s20, ref s21);
        }

        if (TRows.Count > 3)
        {
            StepRow(TLayout.IsInterleaved ? a[(i * TRows.Count) + 3] : a3[i], b0, b1, ref s30, ref s31);
        }

        if (TRows.Count > 4)
        {
            StepRow(TLayout.IsInterleaved ? a[(i * TRows.Count) + 4] : a4[i], b0, b1, ref s40, ref s41);
        }

        if (TRows.Count > 5)
        {
            StepRow(TLayout.IsInterleaved ? a[(i * TRows.Count) + 5] : a5[i], b0, b1, ref s50, ref s51);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StepRow(float a, TVector b0, TVector b1, ref TVector s0, ref TVector s1)
    {
        TVector x = TSimd.Broadcast(a);
        s0 = TSimd.MultiplyAdd(x, b0, s0);
        s1 = TSimd.MultiplyAdd(x, b1, s1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow<TEpilogue>(TVector left, TVector right, float* bias, float* c)
        where TEpilogue : struct, IEpilogue
    {
        TSimd.Store(TEpilogue.Apply<TSimd, TVector>(left, bias, c), c);
        TSimd.Store(TEpilogue.Apply<TSimd, TVector>(right, bias + TSimd.Count, c + TSimd.Count), c + TSimd.Count);
    }
}

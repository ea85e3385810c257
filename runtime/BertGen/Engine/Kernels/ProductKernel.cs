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
    /// <summary>Rows of the largest tile: 12 sums, 2 weights and 1 input fill 15 of 16 vector registers.</summary>
    public const int TileRows = 6;

    /// <summary>Steps of a sum in one round of the loop: fewer instructions beside the multiply-adds.</summary>
    private const int Unroll = 8;

    /// <summary>Cache lines that are fetched in a round.</summary>
    private const int FetchesPerRound = 2;

    /// <summary>Floats of a cache line.</summary>
    private const int FloatsPerFetch = 16;

    /// <summary>Tiles that it takes to fetch a panel.</summary>
    private const int TilesThatFetch = Unroll * PackedMatrix.PanelWidth / (FetchesPerRound * FloatsPerFetch);

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
    /// The panel that comes next, fetched from far caches while this one is worked on: the first tiles fetch a quarter
    /// each. It may lie past the end of the weights, since a fetch never fails.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TEpilogue>(float* a, nint lda, int rows, float* panel, int k, float* bias, float* c, nint ldc, float* next)
        where TEpilogue : struct, IEpilogue
    {
        // Tiles of nearly equal height: 8 rows are 4 + 4, not 6 + 2, since a low tile leaves multiply-adds waiting for each other.
        int tiles = (rows + TileRows - 1) / TileRows;
        int fetches = TilesThatFetch;
        for (; tiles > 0; tiles--)
        {
            int height = (rows + tiles - 1) / tiles;
            for (int column = 0; column < PackedMatrix.PanelWidth; column += 2 * TSimd.Count)
            {
                switch (height)
                {
                    case 6:
                        Tile<Rows6, TEpilogue>(a, lda, panel + column, k, bias + column, c + column, ldc, next);
                        break;
                    case 5:
                        Tile<Rows5, TEpilogue>(a, lda, panel + column, k, bias + column, c + column, ldc, next);
                        break;
                    case 4:
                        Tile<Rows4, TEpilogue>(a, lda, panel + column, k, bias + column, c + column, ldc, next);
                        break;
                    case 3:
                        Tile<Rows3, TEpilogue>(a, lda, panel + column, k, bias + column, c + column, ldc, next);
                        break;
                    case 2:
                        Tile<Rows2, TEpilogue>(a, lda, panel + column, k, bias + column, c + column, ldc, next);
                        break;
                    default:
                        Tile<Rows1, TEpilogue>(a, lda, panel + column, k, bias + column, c + column, ldc, next);
                        break;
                }
            }

            a += height * lda;
            c += height * ldc;
            fetches--;
            next = fetches > 0 ? next + (k * FetchesPerRound * FloatsPerFetch / Unroll) : panel;
            rows -= height;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<TRows, TEpilogue>(float* a, nint lda, float* b, int k, float* bias, float* c, nint ldc, float* next)
        where TRows : struct, IRowCount
        where TEpilogue : struct, IEpilogue
    {
        TVector s00 = TSimd.Zero, s01 = TSimd.Zero, s10 = TSimd.Zero, s11 = TSimd.Zero, s20 = TSimd.Zero, s21 = TSimd.Zero;
        TVector s30 = TSimd.Zero, s31 = TSimd.Zero, s40 = TSimd.Zero, s41 = TSimd.Zero, s50 = TSimd.Zero, s51 = TSimd.Zero;

        float* a1 = a + lda;
        float* a2 = a1 + lda;
        float* a3 = a2 + lda;
        float* a4 = a3 + lda;
        float* a5 = a4 + lda;
        // Pointers move and distances are constant, so that a step is its loads and multiply-adds and nothing else: on a core
        // that two threads share, what limits the kernel is the number of its instructions.
        int i = 0;
        for (; i <= k - Unroll; i += Unroll)
        {
            Fetch(next);
            Step<TRows>(0, a, a1, a2, a3, a4, a5, b, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Step<TRows>(1, a, a1, a2, a3, a4, a5, b, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Step<TRows>(2, a, a1, a2, a3, a4, a5, b, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Step<TRows>(3, a, a1, a2, a3, a4, a5, b, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Fetch(next + FloatsPerFetch);
            Step<TRows>(4, a, a1, a2, a3, a4, a5, b, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Step<TRows>(5, a, a1, a2, a3, a4, a5, b, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Step<TRows>(6, a, a1, a2, a3, a4, a5, b, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            Step<TRows>(7, a, a1, a2, a3, a4, a5, b, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
            a += Unroll;
            a1 += Unroll;
            a2 += Unroll;
            a3 += Unroll;
            a4 += Unroll;
            a5 += Unroll;
            b += Unroll * PackedMatrix.PanelWidth;
            next += FetchesPerRound * FloatsPerFetch;
        }

        for (; i < k; i++)
        {
            Step<TRows>(0, a++, a1++, a2++, a3++, a4++, a5++, b, ref s00, ref s01, ref s10, ref s11, ref s20, ref s21, ref s30, ref s31, ref s40, ref s41, ref s50, ref s51);
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
    private static void Fetch(float* line)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch1(line);
        }
    }

    /// <summary>Adds one step of the sums: column i of the inputs times row i of the panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TRows>(
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
    {
        TVector b0 = TSimd.Load(b + (i * PackedMatrix.PanelWidth));
        TVector b1 = TSimd.Load(b + ((i * PackedMatrix.PanelWidth) + TSimd.Count));
        StepRow(a[i], b0, b1, ref s00, ref s01);
        if (TRows.Count > 1)
        {
            StepRow(a1[i], b0, b1, ref s10, ref s11);
        }

        if (TRows.Count > 2)
        {
            StepRow(a2[i], b0, b1, ref s20, ref s21);
        }

        if (TRows.Count > 3)
        {
            StepRow(a3[i], b0, b1, ref s30, ref s31);
        }

        if (TRows.Count > 4)
        {
            StepRow(a4[i], b0, b1, ref s40, ref s41);
        }

        if (TRows.Count > 5)
        {
            StepRow(a5[i], b0, b1, ref s50, ref s51);
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

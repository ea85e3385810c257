using System.Runtime.CompilerServices;

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

    /// <summary>Multiplies <paramref name="rows"/> rows with one panel.</summary>
    /// <param name="a">Inputs, [rows, k].</param>
    /// <param name="lda">Floats from one input row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="panel">Weights, [k, 16].</param>
    /// <param name="k">Length of the sums.</param>
    /// <param name="bias">16 values.</param>
    /// <param name="c">Results, [rows, 16].</param>
    /// <param name="ldc">Floats from one result row to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TEpilogue>(float* a, nint lda, int rows, float* panel, int k, float* bias, float* c, nint ldc)
        where TEpilogue : struct, IEpilogue
    {
        // Tiles of nearly equal height: 8 rows are 4 + 4, not 6 + 2, since a low tile leaves multiply-adds waiting for each other.
        int tiles = (rows + TileRows - 1) / TileRows;
        for (; tiles > 0; tiles--)
        {
            int height = (rows + tiles - 1) / tiles;
            for (int column = 0; column < PackedMatrix.PanelWidth; column += 2 * TSimd.Count)
            {
                switch (height)
                {
                    case 6:
                        Tile<Rows6, TEpilogue>(a, lda, panel + column, k, bias + column, c + column, ldc);
                        break;
                    case 5:
                        Tile<Rows5, TEpilogue>(a, lda, panel + column, k, bias + column, c + column, ldc);
                        break;
                    case 4:
                        Tile<Rows4, TEpilogue>(a, lda, panel + column, k, bias + column, c + column, ldc);
                        break;
                    case 3:
                        Tile<Rows3, TEpilogue>(a, lda, panel + column, k, bias + column, c + column, ldc);
                        break;
                    case 2:
                        Tile<Rows2, TEpilogue>(a, lda, panel + column, k, bias + column, c + column, ldc);
                        break;
                    default:
                        Tile<Rows1, TEpilogue>(a, lda, panel + column, k, bias + column, c + column, ldc);
                        break;
                }
            }

            a += height * lda;
            c += height * ldc;
            rows -= height;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<TRows, TEpilogue>(float* a, nint lda, float* b, int k, float* bias, float* c, nint ldc)
        where TRows : struct, IRowCount
        where TEpilogue : struct, IEpilogue
    {
        TVector s00 = TSimd.Zero, s01 = TSimd.Zero, s10 = TSimd.Zero, s11 = TSimd.Zero, s20 = TSimd.Zero, s21 = TSimd.Zero;
        TVector s30 = TSimd.Zero, s31 = TSimd.Zero, s40 = TSimd.Zero, s41 = TSimd.Zero, s50 = TSimd.Zero, s51 = TSimd.Zero;

        // Row pointers move with k, so that the loop needs no index beside them.
        float* a1 = a + lda;
        float* a2 = a1 + lda;
        float* a3 = a2 + lda;
        float* a4 = a3 + lda;
        float* a5 = a4 + lda;
        for (nint i = 0; i < k; i++)
        {
            TVector b0 = TSimd.Load(b);
            TVector b1 = TSimd.Load(b + TSimd.Count);
            b += PackedMatrix.PanelWidth;

            TVector x = TSimd.Broadcast(a[i]);
            s00 = TSimd.MultiplyAdd(x, b0, s00);
            s01 = TSimd.MultiplyAdd(x, b1, s01);
            if (TRows.Count > 1)
            {
                x = TSimd.Broadcast(a1[i]);
                s10 = TSimd.MultiplyAdd(x, b0, s10);
                s11 = TSimd.MultiplyAdd(x, b1, s11);
            }

            if (TRows.Count > 2)
            {
                x = TSimd.Broadcast(a2[i]);
                s20 = TSimd.MultiplyAdd(x, b0, s20);
                s21 = TSimd.MultiplyAdd(x, b1, s21);
            }

            if (TRows.Count > 3)
            {
                x = TSimd.Broadcast(a3[i]);
                s30 = TSimd.MultiplyAdd(x, b0, s30);
                s31 = TSimd.MultiplyAdd(x, b1, s31);
            }

            if (TRows.Count > 4)
            {
                x = TSimd.Broadcast(a4[i]);
                s40 = TSimd.MultiplyAdd(x, b0, s40);
                s41 = TSimd.MultiplyAdd(x, b1, s41);
            }

            if (TRows.Count > 5)
            {
                x = TSimd.Broadcast(a5[i]);
                s50 = TSimd.MultiplyAdd(x, b0, s50);
                s51 = TSimd.MultiplyAdd(x, b1, s51);
            }
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
    private static void StoreRow<TEpilogue>(TVector left, TVector right, float* bias, float* c)
        where TEpilogue : struct, IEpilogue
    {
        TSimd.Store(TEpilogue.Apply<TSimd, TVector>(left, bias, c), c);
        TSimd.Store(TEpilogue.Apply<TSimd, TVector>(right, bias + TSimd.Count, c + TSimd.Count), c + TSimd.Count);
    }
}

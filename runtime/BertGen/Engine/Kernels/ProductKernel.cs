using System.Runtime.CompilerServices;

namespace BertGen.Engine.Kernels;

/// <summary>
/// The product of rows with one panel of 16 columns, or with two, as register tiles two vectors wide. Every sum runs
/// over k from 0 upwards in one chain of multiply-adds, in every tile and with every width of vectors: a row's result
/// does not depend on which rows stand beside it.
/// </summary>
internal static unsafe class ProductKernel<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Floats of a cache line.</summary>
    public const int LineFloats = 16;

    /// <summary>Cache lines of a panel that a round of a tile's loop works on.</summary>
    private const int LinesPerRound = ProductTile<TSimd, TVector>.Unroll * PackedMatrix.PanelWidth / LineFloats;

    /// <summary>Panels that a tile can span: two where a vector is a whole one.</summary>
    public static int PanelsPerTile => SpansPanels ? 2 : 1;

    private static bool SpansPanels => TSimd.Count == PackedMatrix.PanelWidth;

    /// <summary>Multiplies <paramref name="rows"/> rows with a panel, and with a second one if there is.</summary>
    /// <param name="a">Inputs, [rows, k].</param>
    /// <param name="lda">Floats from one input row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="panel">Weights, [k, 16].</param>
    /// <param name="k">Length of the sums.</param>
    /// <param name="bias">16 values a panel.</param>
    /// <param name="c">Results, [rows, 16 a panel].</param>
    /// <param name="ldc">Floats from one result row to the next.</param>
    /// <param name="next">
    /// The panel that comes next, fetched from far caches while this one is worked on: a part by each of the first tiles, and of that a little with every round.
    /// It may lie past the end of the weights, since a fetch never fails.
    /// </param>
    /// <param name="second">The panel of the next 16 columns, or null; only where a tile can span two.</param>
    public static void Multiply<TLayout, TEpilogue, TFetch>(
        float* a, nint lda, int rows, float* panel, int k, float* bias, float* c, nint ldc, float* next, float* second = null)
        where TLayout : struct, IRowLayout
        where TEpilogue : struct, IEpilogue
        where TFetch : struct, IFetch
        => Tiles<TLayout, TEpilogue, TFetch>(
            a, lda, rows, RowTiles.Count(rows, TLayout.IsInterleaved ? TSimd.TileRows : RowTiles.Low), panel, k, bias, c, ldc, PackedMatrix.PanelWidth, next, second);

    /// <summary>Multiplies some tiles of packed rows with a panel, or with two side by side, into panels: the results may be the right side of another product.</summary>
    /// <param name="a">The first of the tiles.</param>
    /// <param name="length">Values in a packed row, of which <paramref name="k"/> are read.</param>
    /// <param name="rows">Rows of the tiles.</param>
    /// <param name="tiles">Number of tiles; the rows of the higher ones come first.</param>
    /// <param name="panels">Weights, in panels of [k, 16].</param>
    /// <param name="panelRows">Rows from the start of a panel to that of the next.</param>
    /// <param name="count">Number of panels, 1 or 2.</param>
    /// <param name="k">Length of the sums.</param>
    /// <param name="c">Results, in panels of [rows, 16].</param>
    /// <param name="resultRows">Rows from the start of a panel of results to that of the next.</param>
    public static void MultiplyToPanels(float* a, nint length, int rows, int tiles, float* panels, nint panelRows, int count, int k, float* c, nint resultRows)
    {
        nint toSecond = panelRows * PackedMatrix.PanelWidth, toSecondResult = resultRows * PackedMatrix.PanelWidth;
        if (count == PanelsPerTile)
        {
            Tiles<Interleaved, StoreSum, FetchNone>(a, length, rows, tiles, panels, k, null, c, PackedMatrix.PanelWidth, toSecondResult, null, panels + toSecond);
            return;
        }

        for (int panel = 0; panel < count; panel++)
        {
            Tiles<Interleaved, StoreSum, FetchNone>(
                a, length, rows, tiles, panels + (panel * toSecond), k, null, c + (panel * toSecondResult), PackedMatrix.PanelWidth, toSecondResult, null, null);
        }
    }

    /// <summary>Multiplies a tile of up to six rows, where they stand, with a panel, and with a second one if there is, into panels.</summary>
    /// <param name="a">Inputs, [rows, k].</param>
    /// <param name="lda">Floats from one input row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="panel">Weights, [k, 16].</param>
    /// <param name="second">Those of the second panel, or null; only where a tile can span two.</param>
    /// <param name="k">Length of the sums.</param>
    /// <param name="c">Results, [rows, 16].</param>
    /// <param name="toSecond">Floats from there to the results of the second panel.</param>
    /// <param name="next">What is fetched meanwhile, as <see cref="FetchOther"/> says.</param>
    public static void MultiplyTileToPanels(float* a, nint lda, int rows, float* panel, float* second, int k, float* c, nint toSecond, float* next)
        => Tiles<RowMajor, StoreSum, FetchOther>(a, lda, rows, 1, panel, k, null, c, PackedMatrix.PanelWidth, toSecond, next, second);

    /// <summary>Multiplies rows with all panels of a matrix that is in the cache.</summary>
    /// <param name="a">Inputs, [rows, k].</param>
    /// <param name="lda">Floats from one input row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="panels">Weights, in panels of [k, 16].</param>
    /// <param name="columns">Columns of all panels, and floats from one result row to the next.</param>
    /// <param name="k">Length of the sums.</param>
    /// <param name="c">Results, [rows, columns].</param>
    public static void MultiplyAll<TLayout, TEpilogue>(float* a, nint lda, int rows, float* panels, int columns, int k, float* c)
        where TLayout : struct, IRowLayout
        where TEpilogue : struct, IEpilogue
        => MultiplyPart<TLayout, TEpilogue>(a, lda, rows, panels, k, columns, k, c, columns);

    /// <summary>The same with a part of the rows that a panel has.</summary>
    /// <param name="a">Inputs, [rows, k].</param>
    /// <param name="lda">Floats from one input row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="panels">The first row of the part in the first panel.</param>
    /// <param name="panelRows">Rows of a whole panel.</param>
    /// <param name="columns">Columns of all panels.</param>
    /// <param name="k">Length of the sums: rows of the part.</param>
    /// <param name="c">Results, [rows, columns].</param>
    /// <param name="ldc">Floats from one result row to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyPart<TLayout, TEpilogue>(float* a, nint lda, int rows, float* panels, int panelRows, int columns, int k, float* c, nint ldc)
        where TLayout : struct, IRowLayout
        where TEpilogue : struct, IEpilogue
    {
        int step = PanelsPerTile * PackedMatrix.PanelWidth;
        for (int column = 0; column < columns; column += step)
        {
            float* panel = panels + ((nint)column * panelRows);
            float* second = SpansPanels && columns - column >= step ? panel + (panelRows * PackedMatrix.PanelWidth) : null;
            Multiply<TLayout, TEpilogue, FetchNone>(a, lda, rows, panel, k, null, c + column, ldc, null, second);
        }
    }

    /// <summary>Tile after tile of the rows with one panel or two. Of packed rows, lda is how many values each has; toSecond is the way from the results of the first panel to those of the second.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tiles<TLayout, TEpilogue, TFetch>(
        float* a, nint lda, int rows, int tiles, float* panel, int k, float* bias, float* c, nint ldc, nint toSecond, float* next, float* second)
        where TLayout : struct, IRowLayout
        where TEpilogue : struct, IEpilogue
        where TFetch : struct, IFetch
    {
        int fetches = TFetch.Lines == 0 ? 0 : LinesPerRound / TFetch.Lines;
        for (; tiles > 0; tiles--)
        {
            int height = RowTiles.Height(rows, tiles);
            if (!SpansPanels)
            {
                for (int column = 0; column < PackedMatrix.PanelWidth; column += 2 * TSimd.Count)
                {
                    Tile<TwoVectors, TLayout, TEpilogue, TFetch>(height, a, lda, panel + column, null, k, bias + column, c + column, ldc, toSecond, next);
                }
            }
            else if (second != null)
            {
                Tile<TwoVectors, TLayout, TEpilogue, TFetch>(height, a, lda, panel, second, k, bias, c, ldc, toSecond, next);
            }
            else
            {
                Tile<OneVector, TLayout, TEpilogue, TFetch>(height, a, lda, panel, null, k, bias, c, ldc, toSecond, next);
            }

            a += height * lda;
            c += height * ldc;
            fetches--;
            next = fetches > 0 ? next + (k / ProductTile<TSimd, TVector>.Unroll * TFetch.Lines * LineFloats) : panel;
            rows -= height;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tile<TVectors, TLayout, TEpilogue, TFetch>(
        int height, float* a, nint lda, float* b, float* second, int k, float* bias, float* c, nint ldc, nint toSecond, float* next)
        where TVectors : struct, IVectorCount
        where TLayout : struct, IRowLayout
        where TEpilogue : struct, IEpilogue
        where TFetch : struct, IFetch
    {
        if (TLayout.IsInterleaved && TSimd.TileRows > RowTiles.Low && height > RowTiles.Low)
        {
            HighTile<TVectors, TEpilogue, TFetch>(height, a, b, second, k, bias, c, ldc, toSecond, next);
            return;
        }

        switch (height)
        {
            case 6:
                ProductTile<TSimd, TVector>.Multiply<Rows6, TVectors, TLayout, TEpilogue, TFetch>(a, lda, b, second, k, bias, c, ldc, toSecond, next);
                break;
            case 5:
                ProductTile<TSimd, TVector>.Multiply<Rows5, TVectors, TLayout, TEpilogue, TFetch>(a, lda, b, second, k, bias, c, ldc, toSecond, next);
                break;
            case 4:
                ProductTile<TSimd, TVector>.Multiply<Rows4, TVectors, TLayout, TEpilogue, TFetch>(a, lda, b, second, k, bias, c, ldc, toSecond, next);
                break;
            case 3:
                ProductTile<TSimd, TVector>.Multiply<Rows3, TVectors, TLayout, TEpilogue, TFetch>(a, lda, b, second, k, bias, c, ldc, toSecond, next);
                break;
            case 2:
                ProductTile<TSimd, TVector>.Multiply<Rows2, TVectors, TLayout, TEpilogue, TFetch>(a, lda, b, second, k, bias, c, ldc, toSecond, next);
                break;
            default:
                ProductTile<TSimd, TVector>.Multiply<Rows1, TVectors, TLayout, TEpilogue, TFetch>(a, lda, b, second, k, bias, c, ldc, toSecond, next);
                break;
        }
    }

    /// <summary>Seven rows or more, as two halves that share the weights.</summary>
    private static void HighTile<TVectors, TEpilogue, TFetch>(
        int height, float* a, float* b, float* second, int k, float* bias, float* c, nint ldc, nint toSecond, float* next)
        where TVectors : struct, IVectorCount
        where TEpilogue : struct, IEpilogue
        where TFetch : struct, IFetch
    {
        switch (height)
        {
            case 12:
                HighProductTile<TSimd, TVector>.Multiply<Rows6, Rows6, TVectors, TEpilogue, TFetch>(a, b, second, k, bias, c, ldc, toSecond, next);
                break;
            case 11:
                HighProductTile<TSimd, TVector>.Multiply<Rows6, Rows5, TVectors, TEpilogue, TFetch>(a, b, second, k, bias, c, ldc, toSecond, next);
                break;
            case 10:
                HighProductTile<TSimd, TVector>.Multiply<Rows5, Rows5, TVectors, TEpilogue, TFetch>(a, b, second, k, bias, c, ldc, toSecond, next);
                break;
            case 9:
                HighProductTile<TSimd, TVector>.Multiply<Rows5, Rows4, TVectors, TEpilogue, TFetch>(a, b, second, k, bias, c, ldc, toSecond, next);
                break;
            case 8:
                HighProductTile<TSimd, TVector>.Multiply<Rows4, Rows4, TVectors, TEpilogue, TFetch>(a, b, second, k, bias, c, ldc, toSecond, next);
                break;
            default:
                HighProductTile<TSimd, TVector>.Multiply<Rows4, Rows3, TVectors, TEpilogue, TFetch>(a, b, second, k, bias, c, ldc, toSecond, next);
                break;
        }
    }
}

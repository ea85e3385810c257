using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace BertGen.Engine.Kernels.Integer;

/// <inheritdoc/>
internal sealed unsafe class IntegerKernels<TDot, TInt, TSimd, TVector> : IntegerKernels
    where TDot : struct, IDot<TInt, TVector>
    where TInt : struct
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public override string Name => typeof(TDot).Name;

    private static bool SpansPanels
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TSimd.Count == IntegerPanels.Width;
    }

    public override void Product(float* a, nint lda, int rows, PackedMatrix weights, IndexRange panels, float* c, nint ldc, Activation activation, float* scratch)
        => Blocks<AddBias>(a, lda, rows, weights, panels, c, ldc, activation, scratch);

    public override void ProductAddResidual(float* a, nint lda, int rows, PackedMatrix weights, IndexRange panels, float* c, nint ldc, float* scratch)
        => Blocks<AddBiasAndResidual>(a, lda, rows, weights, panels, c, ldc, Activation.None, scratch);

    /// <summary>A block of rows, rounded and laid out for the kernel, meets all panels: weights come from far away once a block.</summary>
    private static void Blocks<TEpilogue>(
        float* a, nint lda, int rows, PackedMatrix weights, IndexRange panels, float* c, nint ldc, Activation activation, float* scratch)
        where TEpilogue : struct, IEpilogue
    {
        var packing = new RoundedRows(weights.Integers.Blocks, TDot.TileRows, scratch);
        for (int blocks = (rows + packing.MaxRows - 1) / packing.MaxRows; blocks > 0; blocks--)
        {
            int height = (rows + blocks - 1) / blocks;
            packing.Pack(a, lda, height);
            Panels<TEpilogue>(packing, height, weights, panels, c, ldc, activation);
            a += height * lda;
            c += height * ldc;
            rows -= height;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Panels<TEpilogue>(in RoundedRows packing, int rows, PackedMatrix weights, IndexRange panels, float* c, nint ldc, Activation activation)
        where TEpilogue : struct, IEpilogue
    {
        for (int panel = panels.Start, count; panel < panels.End; panel += count)
        {
            count = SpansPanels ? Math.Min(2, panels.End - panel) : 1;
            int column = panel * IntegerPanels.Width;
            if (!SpansPanels)
            {
                for (int part = 0; part < IntegerPanels.Width; part += 2 * TSimd.Count)
                {
                    Rows<TwoVectors, TEpilogue>(packing, rows, weights, panel, part, panel, part + TSimd.Count, c + column + part, ldc);
                }
            }
            else if (count > 1)
            {
                Rows<TwoVectors, TEpilogue>(packing, rows, weights, panel, 0, panel + 1, 0, c + column, ldc);
            }
            else
            {
                Rows<OneVector, TEpilogue>(packing, rows, weights, panel, 0, panel, 0, c + column, ldc);
            }

            if (activation != Activation.None)
            {
                KernelSet.Best.Activate(c + column, ldc, rows, count * IntegerPanels.Width, activation);
            }
        }
    }

    /// <summary>All rows of a block with the columns of a tile.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<TVectors, TEpilogue>(
        in RoundedRows packing, int rows, PackedMatrix weights, int panel, int column, int secondPanel, int secondColumn, float* c, nint ldc)
        where TVectors : struct, IVectorCount
        where TEpilogue : struct, IEpilogue
    {
        float* sums = stackalloc float[RowTiles.High * 2 * 16];
        float* bias = weights.Bias + (panel * IntegerPanels.Width) + column;
        int* packed = packing.Bytes;
        float* scales = packing.Scales;
        IntegerPanels integers = weights.Integers;
        for (int tiles = RowTiles.Count(rows, TDot.TileRows); tiles > 0; tiles--)
        {
            int height = RowTiles.Height(rows, tiles);
            FetchRows<TVectors>(c, ldc, height);
            Tile<TVectors>(height, packed, scales, integers, panel, column, secondPanel, secondColumn, sums);
            for (int row = 0; row < height; row++)
            {
                float* x = sums + (row * 2 * TSimd.Count);
                TSimd.Store(TEpilogue.Apply<TSimd, TVector>(TSimd.Load(x), bias, c), c);
                if (TVectors.Count > 1)
                {
                    TSimd.Store(TEpilogue.Apply<TSimd, TVector>(TSimd.Load(x + TSimd.Count), bias + TSimd.Count, c + TSimd.Count), c + TSimd.Count);
                }

                c += ldc;
            }

            packed += height * (integers.Blocks.Length / 4);
            scales += height * integers.Blocks.Count;
            rows -= height;
        }
    }

    /// <summary>Results are far apart in memory and are touched at the end of a tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FetchRows<TVectors>(float* c, nint ldc, int height)
        where TVectors : struct, IVectorCount
    {
        if (Sse.IsSupported)
        {
            for (int row = 0; row < height; row++)
            {
                Sse.Prefetch0(c + (row * ldc));
                if (TVectors.Count * TSimd.Count > IntegerPanels.Width)
                {
                    Sse.Prefetch0(c + (row * ldc) + TSimd.Count);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tile<TVectors>(
        int height, int* rows, float* scales, in IntegerPanels weights, int panel, int column, int secondPanel, int secondColumn, float* sums)
        where TVectors : struct, IVectorCount
    {
        switch (height)
        {
            case 12 when TDot.TileRows > RowTiles.Low:
                Tile<Rows6, Rows6, TVectors>(rows, scales, weights, panel, column, secondPanel, secondColumn, sums);
                break;
            case 11 when TDot.TileRows > RowTiles.Low:
                Tile<Rows6, Rows5, TVectors>(rows, scales, weights, panel, column, secondPanel, secondColumn, sums);
                break;
            case 10 when TDot.TileRows > RowTiles.Low:
                Tile<Rows5, Rows5, TVectors>(rows, scales, weights, panel, column, secondPanel, secondColumn, sums);
                break;
            case 9 when TDot.TileRows > RowTiles.Low:
                Tile<Rows5, Rows4, TVectors>(rows, scales, weights, panel, column, secondPanel, secondColumn, sums);
                break;
            case 8 when TDot.TileRows > RowTiles.Low:
                Tile<Rows4, Rows4, TVectors>(rows, scales, weights, panel, column, secondPanel, secondColumn, sums);
                break;
            case 7 when TDot.TileRows > RowTiles.Low:
                Tile<Rows4, Rows3, TVectors>(rows, scales, weights, panel, column, secondPanel, secondColumn, sums);
                break;
            case 6:
                Tile<Rows6, Rows0, TVectors>(rows, scales, weights, panel, column, secondPanel, secondColumn, sums);
                break;
            case 5:
                Tile<Rows5, Rows0, TVectors>(rows, scales, weights, panel, column, secondPanel, secondColumn, sums);
                break;
            case 4:
                Tile<Rows4, Rows0, TVectors>(rows, scales, weights, panel, column, secondPanel, secondColumn, sums);
                break;
            case 3:
                Tile<Rows3, Rows0, TVectors>(rows, scales, weights, panel, column, secondPanel, secondColumn, sums);
                break;
            case 2:
                Tile<Rows2, Rows0, TVectors>(rows, scales, weights, panel, column, secondPanel, secondColumn, sums);
                break;
            default:
                Tile<Rows1, Rows0, TVectors>(rows, scales, weights, panel, column, secondPanel, secondColumn, sums);
                break;
        }
    }

    private static void Tile<TUpper, TLower, TVectors>(
        int* rows, float* scales, in IntegerPanels weights, int panel, int column, int secondPanel, int secondColumn, float* sums)
        where TUpper : struct, IRowCount
        where TLower : struct, IRowCount
        where TVectors : struct, IVectorCount
        => IntegerTile<TDot, TInt, TSimd, TVector>.Multiply<TUpper, TLower, TVectors>(rows, scales, weights, panel, column, secondPanel, secondColumn, sums);
}

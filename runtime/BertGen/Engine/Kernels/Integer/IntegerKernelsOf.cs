using System.Runtime.CompilerServices;

namespace BertGen.Engine.Kernels.Integer;

/// <inheritdoc/>
internal sealed unsafe class IntegerKernels<TDot, TShort, TIntegers, TInt, TSimd, TVector> : IntegerKernels
    where TDot : struct, IDot<TInt>
    where TShort : struct, IShortSums<TInt>
    where TIntegers : struct, IIntegers<TInt, TVector>
    where TInt : struct
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public override string Name => typeof(TDot).Name;

    public override bool ReadsSquares => TShort.TileRows > 0;

    private static bool SpansPanels
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TSimd.Count == IntegerPanels.Width;
    }

    public override void Product(
        float* a, nint lda, int rows, PackedMatrix weights, IndexRange panels, float* c, nint ldc, Activation activation, float* scratch, ColumnPlanes planes = default)
        => ActivationTable.Use(activation, new ProductCall(a, lda, rows, weights, panels, c, ldc, scratch, planes));

    public override void ProductAddResidual(float* a, nint lda, int rows, PackedMatrix weights, IndexRange panels, float* c, nint ldc, float* scratch)
        => Blocks<AddBiasAndResidual, NoActivation>(a, lda, rows, weights, panels, c, ldc, scratch, default);

    /// <summary>A block of rows, rounded and laid out for the kernel, meets all panels: weights come from far away once a block.</summary>
    private static void Blocks<TEpilogue, TActivation>(
        float* a, nint lda, int rows, PackedMatrix weights, IndexRange panels, float* c, nint ldc, float* scratch, ColumnPlanes planes)
        where TEpilogue : struct, IEpilogue
        where TActivation : struct, IActivation
    {
        RoundedRows packing = rows < TShort.FewestRows
            ? new RoundedRows(weights.Integers.Blocks, TDot.TileRows, scratch)
            : new RoundedRows(weights.Integers.Blocks, TShort.TileRows, scratch, centerInts: 2 * TSimd.Count);
        for (int blocks = (rows + packing.MaxRows - 1) / packing.MaxRows; blocks > 0; blocks--)
        {
            int height = (rows + blocks - 1) / blocks;
            packing.Pack<TShort, TInt>(a, lda, height);
            Panels<TEpilogue, TActivation>(packing, height, weights, panels, c, ldc, planes);
            a += height * lda;
            c += height * ldc;
            rows -= height;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Panels<TEpilogue, TActivation>(
        in RoundedRows packing, int rows, PackedMatrix weights, IndexRange panels, float* c, nint ldc, ColumnPlanes planes)
        where TEpilogue : struct, IEpilogue
        where TActivation : struct, IActivation
    {
        for (int panel = panels.Start, count; panel < panels.End; panel += count)
        {
            count = SpansPanels ? planes.Together(panel, Math.Min(2, panels.End - panel)) : 1;
            int column = panel * IntegerPanels.Width;
            float* results = c + planes.Offset(column);
            float* bias = weights.Bias + column;
            if (!SpansPanels)
            {
                for (int part = 0; part < IntegerPanels.Width; part += 2 * TSimd.Count)
                {
                    Rows<TwoVectors, TEpilogue, TActivation>(
                        packing, rows, new TileWeights(weights.Integers, panel, part, panel, part + TSimd.Count), bias + part, results + part, ldc);
                }
            }
            else if (count > 1)
            {
                Rows<TwoVectors, TEpilogue, TActivation>(packing, rows, new TileWeights(weights.Integers, panel, 0, panel + 1, 0), bias, results, ldc);
            }
            else
            {
                Rows<OneVector, TEpilogue, TActivation>(packing, rows, new TileWeights(weights.Integers, panel, 0, panel, 0), bias, results, ldc);
            }
        }
    }

    /// <summary>All rows of a block with the columns of a tile.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<TVectors, TEpilogue, TActivation>(
        in RoundedRows packing, int rows, in TileWeights weights, float* bias, float* c, nint ldc)
        where TVectors : struct, IVectorCount
        where TEpilogue : struct, IEpilogue
        where TActivation : struct, IActivation
    {
        float* sums = stackalloc float[RowTiles.High * 2 * 16];
        int* packed = packing.Bytes;
        float* scales = packing.Scales;
        int* squares = packing.Squares;
        int tiles = RowTiles.Count(rows, packing.TileRows);
        bool hasShortSums = TShort.TileRows > 0 && packing.HasShortSums;
        if (hasShortSums)
        {
            ShortSumTile<TShort, TDot, TIntegers, TInt, TSimd, TVector>.Prepare<TVectors>(weights, packing.Centers, packing.Limits);
        }

        // What comes next in memory is fetched from far caches meanwhile, a little with every round of every tile.
        nint panelBytes = (nint)weights.Blocks.Length * IntegerPanels.Width * (SpansPanels ? 2 : 1);
        int rounds = weights.Blocks.Length / InputBlocks.Round;
        nint nextStep = panelBytes / (rounds * tiles);
        sbyte* next = weights.First + panelBytes;
        for (; tiles > 0; tiles--)
        {
            int height = RowTiles.Height(rows, tiles);
            if (hasShortSums)
            {
                ShortTile<TVectors>(height, packed, scales, squares, weights, packing.Centers, packing.Limits, sums, c, ldc, next, nextStep);
                squares += weights.Blocks.Count;
            }
            else
            {
                Tile<TVectors>(height, packed, scales, weights, sums, c, ldc, next, nextStep);
            }

            for (int row = 0; row < height; row++, c += ldc)
            {
                float* x = sums + (row * 2 * TSimd.Count);
                Finish<TEpilogue, TActivation>(x, bias, c);
                if (TVectors.Count > 1)
                {
                    Finish<TEpilogue, TActivation>(x + TSimd.Count, bias + TSimd.Count, c + TSimd.Count);
                }
            }

            next += rounds * nextStep;
            packed += height * (weights.Blocks.Length / 4);
            scales += height * weights.Blocks.Count;
            rows -= height;
        }
    }

    /// <summary>The last of a vector of sums: it becomes a result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<TEpilogue, TActivation>(float* sums, float* bias, float* c)
        where TEpilogue : struct, IEpilogue
        where TActivation : struct, IActivation
        => TSimd.Store(TActivation.Apply<TSimd, TVector>(TEpilogue.Apply<TSimd, TVector>(TSimd.Load(sums), bias, c)), c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tile<TVectors>(
        int height, int* rows, float* scales, in TileWeights weights, float* sums, float* c, nint ldc, sbyte* next, nint nextStep)
        where TVectors : struct, IVectorCount
    {
        switch (height)
        {
            case 12 when TDot.TileRows > RowTiles.Low:
                Tile<Rows6, Rows6, TVectors>(rows, scales, weights, sums, c, ldc, next, nextStep);
                break;
            case 11 when TDot.TileRows > RowTiles.Low:
                Tile<Rows6, Rows5, TVectors>(rows, scales, weights, sums, c, ldc, next, nextStep);
                break;
            case 10 when TDot.TileRows > RowTiles.Low:
                Tile<Rows5, Rows5, TVectors>(rows, scales, weights, sums, c, ldc, next, nextStep);
                break;
            case 9 when TDot.TileRows > RowTiles.Low:
                Tile<Rows5, Rows4, TVectors>(rows, scales, weights, sums, c, ldc, next, nextStep);
                break;
            case 8 when TDot.TileRows > RowTiles.Low:
                Tile<Rows4, Rows4, TVectors>(rows, scales, weights, sums, c, ldc, next, nextStep);
                break;
            case 7 when TDot.TileRows > RowTiles.Low:
                Tile<Rows4, Rows3, TVectors>(rows, scales, weights, sums, c, ldc, next, nextStep);
                break;
            case 6:
                Tile<Rows6, Rows0, TVectors>(rows, scales, weights, sums, c, ldc, next, nextStep);
                break;
            case 5:
                Tile<Rows5, Rows0, TVectors>(rows, scales, weights, sums, c, ldc, next, nextStep);
                break;
            case 4:
                Tile<Rows4, Rows0, TVectors>(rows, scales, weights, sums, c, ldc, next, nextStep);
                break;
            case 3:
                Tile<Rows3, Rows0, TVectors>(rows, scales, weights, sums, c, ldc, next, nextStep);
                break;
            case 2:
                Tile<Rows2, Rows0, TVectors>(rows, scales, weights, sums, c, ldc, next, nextStep);
                break;
            default:
                Tile<Rows1, Rows0, TVectors>(rows, scales, weights, sums, c, ldc, next, nextStep);
                break;
        }
    }

    private static void Tile<TUpper, TLower, TVectors>(int* rows, float* scales, in TileWeights weights, float* sums, float* c, nint ldc, sbyte* next, nint nextStep)
        where TUpper : struct, IRowCount
        where TLower : struct, IRowCount
        where TVectors : struct, IVectorCount
    {
        ProductTile<TSimd, TVector>.FetchRows<TUpper, TVectors>(c, ldc, PackedMatrix.PanelWidth);
        ProductTile<TSimd, TVector>.FetchRows<TLower, TVectors>(c + (TUpper.Count * ldc), ldc, PackedMatrix.PanelWidth);
        IntegerTile<TDot, TIntegers, TInt, TSimd, TVector>.Multiply<TUpper, TLower, TVectors>(rows, scales, weights, sums, next, nextStep);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ShortTile<TVectors>(
        int height, int* rows, float* scales, int* squares, in TileWeights weights, int* centers, int* limits, float* sums, float* c, nint ldc, sbyte* next, nint nextStep)
        where TVectors : struct, IVectorCount
    {
        switch (height)
        {
            case 6 when TShort.TileRows >= 6:
                ShortTile<Rows6, TVectors>(rows, scales, squares, weights, centers, limits, sums, c, ldc, next, nextStep);
                break;
            case 5 when TShort.TileRows >= 5:
                ShortTile<Rows5, TVectors>(rows, scales, squares, weights, centers, limits, sums, c, ldc, next, nextStep);
                break;
            case 4 when TShort.TileRows >= 4:
                ShortTile<Rows4, TVectors>(rows, scales, squares, weights, centers, limits, sums, c, ldc, next, nextStep);
                break;
            case 3 when TShort.TileRows >= 3:
                ShortTile<Rows3, TVectors>(rows, scales, squares, weights, centers, limits, sums, c, ldc, next, nextStep);
                break;
            case 2 when TShort.TileRows >= 2:
                ShortTile<Rows2, TVectors>(rows, scales, squares, weights, centers, limits, sums, c, ldc, next, nextStep);
                break;
            default:
                ShortTile<Rows1, TVectors>(rows, scales, squares, weights, centers, limits, sums, c, ldc, next, nextStep);
                break;
        }
    }

    private static void ShortTile<TRows, TVectors>(
        int* rows, float* scales, int* squares, in TileWeights weights, int* centers, int* limits, float* sums, float* c, nint ldc, sbyte* next, nint nextStep)
        where TRows : struct, IRowCount
        where TVectors : struct, IVectorCount
    {
        ProductTile<TSimd, TVector>.FetchRows<TRows, TVectors>(c, ldc, PackedMatrix.PanelWidth);
        ShortSumTile<TShort, TDot, TIntegers, TInt, TSimd, TVector>.Multiply<TRows, TVectors>(rows, scales, squares, weights, centers, limits, sums, next, nextStep);
    }

    /// <summary>A product that waits for the type of its activation.</summary>
    private readonly struct ProductCall(
        float* a, nint lda, int rows, PackedMatrix weights, IndexRange panels, float* c, nint ldc, float* scratch, ColumnPlanes planes)
        : IActivationUser
    {
        public void Use<TActivation>()
            where TActivation : struct, IActivation
            => Blocks<AddBias, TActivation>(a, lda, rows, weights, panels, c, ldc, scratch, planes);
    }
}

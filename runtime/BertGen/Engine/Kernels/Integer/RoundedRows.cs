namespace BertGen.Engine.Kernels.Integer;

/// <summary>Rows that are rotated, rounded and laid out for the tiles of a product: tile after tile, four bytes of each row side by side.</summary>
internal readonly unsafe struct RoundedRows
{
    private const nint ScratchBytes = (nint)KernelSet.PackedFloats * sizeof(float);

    private readonly InputBlocks _blocks;
    private readonly byte* _tile;

    /// <param name="blocks">How a row is cut.</param>
    /// <param name="tileRows">Rows of the largest tile.</param>
    /// <param name="scratch">Working memory, <see cref="KernelSet.PackedFloats"/>.</param>
    /// <param name="centerInts">Integers of <see cref="Centers"/> for a round of 16 inputs; 0: products are added in 32 bits.</param>
    public RoundedRows(InputBlocks blocks, int tileRows, float* scratch, int centerInts = 0)
    {
        _blocks = blocks;
        TileRows = tileRows;
        HasShortSums = centerInts > 0;
        nint centers = (nint)centerInts * (blocks.Length / InputBlocks.Round) * sizeof(int);
        nint limits = HasShortSums ? blocks.Count * sizeof(int) : 0;
        nint bytesPerRow = blocks.Length + (blocks.Count * sizeof(float)) + limits;
        MaxRows = (int)Math.Min(KernelSet.BlockRows, (ScratchBytes - centers - limits - ((nint)tileRows * blocks.Length)) / bytesPerRow);
        Centers = (int*)scratch;
        _tile = (byte*)scratch + centers;
        Bytes = (int*)(_tile + ((nint)tileRows * blocks.Length));
        Scales = (float*)((byte*)Bytes + ((nint)MaxRows * blocks.Length));
        Limits = (int*)(Scales + ((nint)MaxRows * blocks.Count));
        Squares = Limits + blocks.Count;
    }

    /// <summary>Most inputs for which there is room.</summary>
    public const int MaxInputs = (int)(ScratchBytes / (2 * RowTiles.High)) / InputBlocks.MaxSize * InputBlocks.MaxSize;

    /// <summary>Rows of the largest tile.</summary>
    public int TileRows { get; }

    /// <summary>Whether the tiles add products in 16 bits first.</summary>
    public bool HasShortSums { get; }

    /// <summary>Most rows for which there is room.</summary>
    public int MaxRows { get; }

    /// <summary>The rows, each tile as [groups of four inputs, rows of the tile].</summary>
    public int* Bytes { get; }

    /// <summary>Their scales, [rows, blocks].</summary>
    public float* Scales { get; }

    /// <summary>The largest sums of squares of a lane in each block of each tile, [tiles, blocks]; with <see cref="HasShortSums"/>.</summary>
    public int* Squares { get; }

    /// <summary>Memory for the centers of the columns of a tile; with <see cref="HasShortSums"/>.</summary>
    public int* Centers { get; }

    /// <summary>And for the limits of their blocks.</summary>
    public int* Limits { get; }

    /// <summary>Rounds rows.</summary>
    /// <param name="a">The rows.</param>
    /// <param name="lda">Floats from one to the next.</param>
    /// <param name="rows">Number of rows, at most <see cref="MaxRows"/>.</param>
    public void Pack<TShort, TInt>(float* a, nint lda, int rows)
        where TShort : struct, IShortSums<TInt>
        where TInt : struct
    {
        int groups = _blocks.Length / 4;
        int* packed = Bytes;
        float* scales = Scales;
        int* squares = Squares;
        for (int tiles = RowTiles.Count(rows, TileRows); tiles > 0; tiles--)
        {
            int height = RowTiles.Height(rows, tiles);
            for (int row = 0; row < height; row++)
            {
                RowRounding.Best.RoundRow(a, _blocks, _tile + ((nint)row * _blocks.Length), scales);
                a += lda;
                scales += _blocks.Count;
            }

            if (TShort.TileRows > 0 && HasShortSums)
            {
                SetSquares<TShort, TInt>(height, squares);
                squares += _blocks.Count;
            }

            // Four bytes move as a float does.
            RowPacking.Interleave((float*)_tile, groups, height, groups, (float*)packed, height);
            packed += height * groups;
            rows -= height;
        }
    }

    /// <summary>Those of the tile that was just rounded, for each block.</summary>
    private void SetSquares<TShort, TInt>(int height, int* squares)
        where TShort : struct, IShortSums<TInt>
        where TInt : struct
    {
        for (int block = 0; block < _blocks.Count; block++)
        {
            byte* bytes = _tile + (block * InputBlocks.MaxSize);
            int largest = 0;
            for (int row = 0; row < height; row++, bytes += _blocks.Length)
            {
                largest = Math.Max(largest, TShort.LargestSquares(bytes, _blocks.SizeOf(block)));
            }

            squares[block] = largest;
        }
    }
}

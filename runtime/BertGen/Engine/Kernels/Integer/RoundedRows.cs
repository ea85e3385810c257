namespace BertGen.Engine.Kernels.Integer;

/// <summary>Rows that are rotated, rounded and laid out for the tiles of a product: tile after tile, four bytes of each row side by side.</summary>
internal readonly unsafe struct RoundedRows
{
    private const nint ScratchBytes = (nint)KernelSet.PackedFloats * sizeof(float);

    private readonly InputBlocks _blocks;
    private readonly int _tileRows;
    private readonly byte* _tile;

    /// <param name="blocks">How a row is cut.</param>
    /// <param name="tileRows">Rows of the largest tile.</param>
    /// <param name="scratch">Working memory, <see cref="KernelSet.PackedFloats"/>.</param>
    public RoundedRows(InputBlocks blocks, int tileRows, float* scratch)
    {
        (_blocks, _tileRows) = (blocks, tileRows);
        int bytesPerRow = blocks.Length + (blocks.Count * sizeof(float));
        MaxRows = (int)Math.Min(KernelSet.BlockRows, (ScratchBytes - ((nint)tileRows * blocks.Length)) / bytesPerRow);
        _tile = (byte*)scratch;
        Bytes = (int*)(_tile + ((nint)tileRows * blocks.Length));
        Scales = (float*)((byte*)Bytes + ((nint)MaxRows * blocks.Length));
    }

    /// <summary>Most inputs for which there is room.</summary>
    public const int MaxInputs = (int)(ScratchBytes / (2 * RowTiles.High)) / InputBlocks.MaxSize * InputBlocks.MaxSize;

    /// <summary>Most rows for which there is room.</summary>
    public int MaxRows { get; }

    /// <summary>The rows, each tile as [groups of four inputs, rows of the tile].</summary>
    public int* Bytes { get; }

    /// <summary>Their scales, [rows, blocks].</summary>
    public float* Scales { get; }

    /// <summary>Rounds rows.</summary>
    /// <param name="a">The rows.</param>
    /// <param name="lda">Floats from one to the next.</param>
    /// <param name="rows">Number of rows, at most <see cref="MaxRows"/>.</param>
    public void Pack(float* a, nint lda, int rows)
    {
        int groups = _blocks.Length / 4;
        int* packed = Bytes;
        float* scales = Scales;
        for (int tiles = RowTiles.Count(rows, _tileRows); tiles > 0; tiles--)
        {
            int height = RowTiles.Height(rows, tiles);
            for (int row = 0; row < height; row++)
            {
                RowRounding.Best.RoundRow(a, _blocks, _tile + ((nint)row * _blocks.Length), scales);
                a += lda;
                scales += _blocks.Count;
            }

            // Four bytes move as a float does.
            RowPacking.Interleave((float*)_tile, groups, height, groups, (float*)packed, height);
            packed += height * groups;
            rows -= height;
        }
    }
}

namespace BertGen.Engine.Kernels;

/// <summary>
/// How rows are cut into tiles of nearly equal height: with up to six rows a tile, 8 rows are 4 + 4, not 6 + 2, since a low
/// tile leaves multiply-adds waiting for each other.
/// </summary>
internal static class RowTiles
{
    /// <summary>Rows of the largest tile for 16 vector registers: with two vectors a row, 12 sums, 2 weights and 1 input fill 15.</summary>
    public const int Low = 6;

    /// <summary>And for 32 of them: 24 sums, 2 weights and 1 input.</summary>
    public const int High = 12;

    /// <summary>The number of tiles for <paramref name="rows"/> rows.</summary>
    public static int Count(int rows, int maxHeight) => (rows + maxHeight - 1) / maxHeight;

    /// <summary>Height of the next tile when <paramref name="tiles"/> tiles are left for <paramref name="rows"/> rows.</summary>
    public static int Height(int rows, int tiles) => (rows + tiles - 1) / tiles;
}

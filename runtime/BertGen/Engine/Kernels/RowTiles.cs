namespace BertGen.Engine.Kernels;

/// <summary>
/// How rows are cut into tiles of up to six, of nearly equal height: 8 rows are 4 + 4, not 6 + 2, since a low tile leaves
/// multiply-adds waiting for each other.
/// </summary>
internal static class RowTiles
{
    /// <summary>Rows of the largest tile: with two vectors a row, 12 sums, 2 weights and 1 input fill 15 of 16 vector registers.</summary>
    public const int MaxHeight = 6;

    public static int Count(int rows) => (rows + MaxHeight - 1) / MaxHeight;

    /// <summary>Height of the next tile when <paramref name="tiles"/> tiles are left for <paramref name="rows"/> rows.</summary>
    public static int Height(int rows, int tiles) => (rows + tiles - 1) / tiles;
}

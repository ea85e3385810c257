namespace BertGen.Engine.Kernels;

/// <summary>How the rows that a product reads lie in memory, as a type.</summary>
internal interface IRowLayout
{
    /// <summary>True when the values of a tile's rows stand side by side, [k, rows of the tile].</summary>
    static abstract bool IsInterleaved { get; }
}

/// <summary>Row after row.</summary>
internal readonly struct RowMajor : IRowLayout
{
    public static bool IsInterleaved => false;
}

/// <summary>Tile after tile, as <see cref="RowPacking"/> lays them: a kernel reads one stream instead of six.</summary>
internal readonly struct Interleaved : IRowLayout
{
    public static bool IsInterleaved => true;
}

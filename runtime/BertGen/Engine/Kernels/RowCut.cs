namespace BertGen.Engine.Kernels;

/// <summary>Where the tiles begin that rows are cut into: as <see cref="RowTiles"/> cuts them, the higher ones first.</summary>
internal readonly struct RowCut
{
    private readonly int _rows;
    private readonly int _height;
    private readonly int _higher;

    /// <param name="rows">Number of rows, at least 1.</param>
    /// <param name="maxHeight">Rows of the largest tile.</param>
    public RowCut(int rows, int maxHeight)
    {
        _rows = rows;
        (_height, _higher) = Math.DivRem(rows, RowTiles.Count(rows, maxHeight));
    }

    private RowCut(int rows, int height, int higher) => (_rows, _height, _higher) = (rows, height, higher);

    /// <summary>Rows in panels: all are whole but the last.</summary>
    public static RowCut Panels(int rows) => new(rows, PackedMatrix.PanelWidth, higher: 0);

    /// <summary>The tile that a row is in.</summary>
    public int TileOf(int row)
    {
        int below = _higher * (_height + 1);
        return row < below ? row / (_height + 1) : _higher + ((row - below) / _height);
    }

    /// <summary>The first row of a tile; of the one behind the last, the number of rows.</summary>
    public int Start(int tile) => Math.Min(_rows, (tile * _height) + Math.Min(tile, _higher));

    /// <summary>The rows of the tiles that some rows are in.</summary>
    public IndexRange Around(IndexRange rows) => new(Start(TileOf(rows.Start)), Start(TileOf(rows.End - 1) + 1));

    /// <summary>How many tiles rows are that begin and end with one.</summary>
    public int CountOf(IndexRange rows) => TileOf(rows.End - 1) + 1 - TileOf(rows.Start);
}

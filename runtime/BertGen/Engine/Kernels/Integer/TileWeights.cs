namespace BertGen.Engine.Kernels.Integer;

/// <summary>The weights that a register tile reads: those of two vectors of columns, of one panel or of two.</summary>
internal readonly unsafe struct TileWeights
{
    /// <param name="panels">All panels of the product.</param>
    /// <param name="panel">The panel of the first vector.</param>
    /// <param name="column">The column of that panel which the tile begins with.</param>
    /// <param name="secondPanel">The panel of the second vector.</param>
    /// <param name="secondColumn">The column of that panel which the second vector begins with.</param>
    public TileWeights(in IntegerPanels panels, int panel, int column, int secondPanel, int secondColumn)
    {
        Blocks = panels.Blocks;
        First = panels.Panel(panel) + (4 * column);
        Second = panels.Panel(secondPanel) + (4 * secondColumn);
        FirstStarts = panels.Starts(panel, 0) + column;
        SecondStarts = panels.Starts(secondPanel, 0) + secondColumn;
        FirstSquares = panels.Squares(panel);
        SecondSquares = panels.Squares(secondPanel);
    }

    /// <summary>How the inputs are cut.</summary>
    public InputBlocks Blocks { get; }

    /// <summary>The weights of the first vector.</summary>
    public sbyte* First { get; }

    /// <summary>And of the second.</summary>
    public sbyte* Second { get; }

    /// <summary>What the sums of the first vector begin with in the first block; a panel's width behind are the scales, two widths behind is the next block.</summary>
    public int* FirstStarts { get; }

    /// <summary>And of the second.</summary>
    public int* SecondStarts { get; }

    /// <summary>For each block the largest sum of squares in the panel of the first vector, <see cref="IntegerPanels.Squares"/>.</summary>
    public int* FirstSquares { get; }

    /// <summary>And of the second.</summary>
    public int* SecondSquares { get; }
}

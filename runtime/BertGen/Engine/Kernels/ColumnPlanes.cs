namespace BertGen.Engine.Kernels;

/// <summary>
/// Where the columns of a matrix lie: side by side in each row, or cut into planes of some columns, each a matrix by itself. What is read
/// a few columns at a time, as the heads of attention are, then lies in one piece of memory, and not a little in every page.
/// </summary>
/// <param name="Width">Columns of a plane, a multiple of 16; 0: there are none.</param>
/// <param name="Step">Floats from one plane to the next.</param>
internal readonly record struct ColumnPlanes(int Width, nint Step)
{
    /// <summary>Floats from the first value of a row to the one of a column.</summary>
    public nint Offset(int column) => Width == 0 ? column : (column / Width * Step) + (column % Width);

    /// <summary>Columns that lie side by side, of so many in all.</summary>
    public int WidthOf(int columns) => Width == 0 ? columns : Width;

    /// <summary>How many of some panels lie in one plane.</summary>
    /// <param name="panel">The first of them.</param>
    /// <param name="most">How many at most.</param>
    public int Together(int panel, int most)
    {
        if (Width == 0)
        {
            return most;
        }

        int perPlane = Width / PackedMatrix.PanelWidth;
        return Math.Min(most, perPlane - (panel % perPlane));
    }
}

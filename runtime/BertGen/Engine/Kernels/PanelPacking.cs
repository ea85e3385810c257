using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BertGen.Engine.Kernels;

/// <summary>Lays matrices out in panels of 16 columns, k outermost: the right side of a product.</summary>
internal static unsafe class PanelPacking
{
    private const int PanelWidth = PackedMatrix.PanelWidth;

    /// <summary>Puts the rows of a [columns, k] matrix into panels as columns.</summary>
    /// <param name="rows">The matrix.</param>
    /// <param name="k">Values in a row.</param>
    /// <param name="panels">All panels of the product.</param>
    /// <param name="firstColumn">The column that the first row becomes.</param>
    public static void PackAsColumns(ReadOnlySpan<float> rows, int k, float* panels, int firstColumn)
    {
        int count = rows.Length / k;
        fixed (float* first = rows)
        {
            for (int row = 0; row < count;)
            {
                int column = firstColumn + row;
                int inPanel = column % PanelWidth;
                int height = Math.Min(PanelWidth - inPanel, count - row);
                float* panel = panels + ((nint)(column / PanelWidth) * k * PanelWidth) + inPanel;
                RowPacking.Interleave(first + ((nint)row * k), k, height, k, panel, PanelWidth);
                row += height;
            }
        }
    }

    /// <summary>Puts rows that lie apart into panels as columns, from the first panel on; columns past the last are zero.</summary>
    /// <param name="rows">The rows, [count, k].</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="k">Values in a row.</param>
    /// <param name="panels">Where they go.</param>
    public static void PackAsColumns(float* rows, nint stride, int count, int k, float* panels)
    {
        for (int first = 0; first < count; first += PanelWidth)
        {
            int width = Math.Min(PanelWidth, count - first);
            if (width < PanelWidth)
            {
                new Span<float>(panels, k * PanelWidth).Clear();
            }

            RowPacking.Interleave(rows + (first * stride), stride, width, k, panels, PanelWidth);
            panels += k * PanelWidth;
        }
    }

    /// <summary>How many panels some columns lie in.</summary>
    public static int CountPanels(int firstColumn, int count) => PackedMatrix.CountPanels(firstColumn + count) - (firstColumn / PanelWidth);

    /// <summary>Those of some columns that lie in one of their panels: what one thread packs without touching what another one does.</summary>
    /// <param name="index">Number of the panel, from 0 at the first column.</param>
    /// <param name="firstColumn">The first column.</param>
    /// <param name="count">Number of columns.</param>
    public static (int Column, int Count) ColumnsOfPanel(int index, int firstColumn, int count)
    {
        int panel = (firstColumn / PanelWidth) + index;
        int column = Math.Max(panel * PanelWidth, firstColumn);
        return (column, Math.Min((panel + 1) * PanelWidth, firstColumn + count) - column);
    }

    /// <summary>Puts the rows of a [rows, columns] matrix into panels as they are.</summary>
    /// <param name="a">The matrix.</param>
    /// <param name="lda">Floats from one row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Values in a row; columns of the last panel beyond them are not written.</param>
    /// <param name="panels">All panels of the product.</param>
    /// <param name="k">Rows in a panel.</param>
    /// <param name="firstRow">The row of the panels that the first row becomes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackAsRows(float* a, nint lda, int rows, int columns, float* panels, int k, int firstRow)
    {
        float* panel = panels + ((nint)firstRow * PanelWidth);
        for (int column = 0; column < columns; column += PanelWidth)
        {
            float* source = a + column, target = panel;
            int width = Math.Min(PanelWidth, columns - column);
            for (int row = 0; row < rows; row++, source += lda, target += PanelWidth)
            {
                if (width == PanelWidth)
                {
                    Vector256.Load(source).Store(target);
                    Vector256.Load(source + 8).Store(target + 8);
                }
                else
                {
                    new ReadOnlySpan<float>(source, width).CopyTo(new Span<float>(target, width));
                }
            }

            panel += (nint)k * PanelWidth;
        }
    }
}

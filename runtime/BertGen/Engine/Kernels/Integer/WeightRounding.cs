using System.Runtime.InteropServices;

namespace BertGen.Engine.Kernels.Integer;

/// <summary>Rounds the columns of a weight matrix and puts them into panels.</summary>
internal static unsafe class WeightRounding
{
    /// <summary>Rounds the rows of a [columns, inputs] matrix and puts them into panels as columns.</summary>
    /// <param name="rows">The matrix.</param>
    /// <param name="panels">All panels of the product.</param>
    /// <param name="firstColumn">The column that the first row becomes.</param>
    public static void PackAsColumns(ReadOnlySpan<float> rows, in IntegerPanels panels, int firstColumn)
    {
        InputBlocks blocks = panels.Blocks;
        int count = rows.Length / blocks.Inputs;
        sbyte* column = (sbyte*)NativeMemory.Alloc((nuint)(blocks.Length + (blocks.Count * sizeof(float))));
        float* scales = (float*)(column + blocks.Length);
        try
        {
            fixed (float* first = rows)
            {
                for (int row = 0; row < count; row++)
                {
                    RowRounding.Best.RoundWeights(first + ((nint)row * blocks.Inputs), blocks, column, scales);
                    Put(column, scales, panels, firstColumn + row);
                }
            }
        }
        finally
        {
            NativeMemory.Free(column);
        }
    }

    private static void Put(sbyte* values, float* scales, in IntegerPanels panels, int column)
    {
        InputBlocks blocks = panels.Blocks;
        (int panel, int inPanel) = Math.DivRem(column, IntegerPanels.Width);
        int* groups = (int*)panels.Panel(panel) + inPanel;
        for (int group = 0; group < blocks.Length / 4; group++)
        {
            groups[group * IntegerPanels.Width] = ((int*)values)[group];
        }

        for (int block = 0; block < blocks.Count; block++)
        {
            int sum = 0;
            for (int i = 0; i < blocks.SizeOf(block); i++)
            {
                sum += values[(block * InputBlocks.MaxSize) + i];
            }

            panels.Starts(panel, block)[inPanel] = -RowRounding.RowCenter * sum;
            panels.Scales(panel, block)[inPanel] = scales[block];
        }
    }
}

using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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

    /// <summary>Fills in the <see cref="IntegerPanels.Squares"/> of panels whose weights are all there.</summary>
    /// <param name="panels">All panels of the product.</param>
    /// <param name="count">How many there are.</param>
    public static void SetSquares(in IntegerPanels panels, int count)
    {
        InputBlocks blocks = panels.Blocks;
        for (int panel = 0; panel < count; panel++)
        {
            for (int block = 0; block < blocks.Count; block++)
            {
                panels.Squares(panel)[block] = LargestSquares(panels.Panel(panel) + (block * InputBlocks.MaxSize * IntegerPanels.Width), blocks.SizeOf(block));
            }
        }
    }

    /// <summary>The largest of one block of a panel, four columns at a time.</summary>
    private static int LargestSquares(sbyte* values, int size)
    {
        const int Columns = 4;
        Vector128<int> largest = default;
        for (int round = 0; round < size / InputBlocks.Round; round++, values += 4 * IntegerPanels.GroupBytes)
        {
            for (int column = 0; column < IntegerPanels.Width; column += Columns)
            {
                Vector128<int> even = default, odd = default;
                for (int group = 0; group < 4; group++)
                {
                    Vector128<int> four = Vector128.Load((int*)(values + (group * IntegerPanels.GroupBytes)) + column);
                    even += Square(four << 24) + Square(four << 16);
                    odd += Square(four << 8) + Square(four);
                }

                largest = Vector128.Max(largest, Vector128.Max(even, odd));
            }
        }

        return Math.Max(Math.Max(largest[0], largest[1]), Math.Max(largest[2], largest[3]));
    }

    /// <summary>The squares of the signed bytes on top of each.</summary>
    private static Vector128<int> Square(Vector128<int> top)
    {
        Vector128<int> value = top >> 24;
        return value * value;
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

using System.Numerics.Tensors;

namespace BertGen.Text;

/// <summary>Makes tensors of rows of different lengths.</summary>
internal static class Padding
{
    /// <summary>The rows, padded to the longest: shape <c>(rows, longest)</c>.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="padding">What they are padded with.</param>
    public static Tensor<int> ToTensor(RaggedBuffer<int> rows, int padding = 0)
    {
        int width = LongestRow(rows);
        var values = new int[checked(rows.Count * width)];
        values.AsSpan().Fill(padding);
        for (int row = 0; row < rows.Count; row++)
        {
            rows[row].CopyTo(values.AsSpan(row * width));
        }

        return Tensor.Create(values, [rows.Count, width]);
    }

    /// <summary>1 where <see cref="ToTensor"/> has a value of a row, 0 where it has padding.</summary>
    public static Tensor<int> ToMask(RaggedBuffer<int> rows)
    {
        int width = LongestRow(rows);
        var values = new int[checked(rows.Count * width)];
        for (int row = 0; row < rows.Count; row++)
        {
            values.AsSpan(row * width, rows[row].Length).Fill(1);
        }

        return Tensor.Create(values, [rows.Count, width]);
    }

    private static int LongestRow(RaggedBuffer<int> rows)
    {
        int longest = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            longest = Math.Max(longest, rows[row].Length);
        }

        return longest;
    }
}

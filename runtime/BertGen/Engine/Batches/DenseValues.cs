using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace BertGen.Engine.Batches;

/// <summary>The values of a tensor, last axis fastest.</summary>
internal static class DenseValues
{
    /// <summary>Where they are when they are dense, else a copy.</summary>
    public static ReadOnlySpan<T> Of<T>(ReadOnlyTensorSpan<T> tensor)
        where T : unmanaged
    {
        int count = checked((int)tensor.FlattenedLength);
        if (tensor.IsDense)
        {
            return MemoryMarshal.CreateReadOnlySpan(in tensor.GetPinnableReference(), count);
        }

        T[] values = new T[count];
        tensor.FlattenTo(values);
        return values;
    }

    /// <summary>A copy. The library's own goes value by value, at 10 ns and more each.</summary>
    public static T[] Copy<T>(ReadOnlyTensorSpan<T> tensor)
        where T : unmanaged
        => Of(tensor).ToArray();

    /// <summary>The rows of a matrix, each an array of its own.</summary>
    public static float[][] Rows(Tensor<float> matrix)
    {
        ReadOnlySpan<float> values = Of<float>(matrix);
        float[][] rows = new float[(int)matrix.Lengths[0]][];
        int width = (int)matrix.Lengths[1];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = values.Slice(row * width, width).ToArray();
        }

        return rows;
    }
}

using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace BertGen.Engine.Batches;

/// <summary>The values of a tensor, last axis fastest.</summary>
internal static class DenseValues
{
    /// <summary>Where they are when they are dense, else a copy.</summary>
    public static ReadOnlySpan<float> Of(ReadOnlyTensorSpan<float> tensor)
    {
        int count = checked((int)tensor.FlattenedLength);
        if (tensor.IsDense)
        {
            return MemoryMarshal.CreateReadOnlySpan(in tensor.GetPinnableReference(), count);
        }

        float[] values = new float[count];
        tensor.FlattenTo(values);
        return values;
    }
}

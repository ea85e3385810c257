using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace BertGen.Engine.Batches;

/// <summary>Tensors in memory that somebody else has.</summary>
internal static class GivenMemory
{
    /// <summary>A tensor at the start of memory, with the values that are there; null where it does not fit, or the memory is none of an array.</summary>
    public static Tensor<float>? FindTensor(Memory<float> memory, ReadOnlySpan<nint> shape)
    {
        nint count = TensorPrimitives.Product(shape);
        return !memory.IsEmpty && count <= memory.Length && MemoryMarshal.TryGetArray(memory, out ArraySegment<float> segment)
            ? Tensor.Create(segment.Array!, segment.Offset, shape, [])
            : null;
    }

    /// <summary>The values of a dense tensor, to write.</summary>
    public static Span<float> ValuesOf(Tensor<float> tensor)
    {
        // The reference of the tensor itself is to the start of its array, wherever in that its values begin.
        TensorSpan<float> values = tensor.AsTensorSpan();
        return values.FlattenedLength == 0 ? [] : MemoryMarshal.CreateSpan(ref values.GetPinnableReference(), checked((int)values.FlattenedLength));
    }
}

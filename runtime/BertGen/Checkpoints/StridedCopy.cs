using System.Runtime.InteropServices;

namespace BertGen.Checkpoints;

/// <summary>Copies elements that lie apart, such as those of a transposed matrix, into row-major order.</summary>
internal static class StridedCopy
{
    /// <summary>Copies whole elements from a byte offset of the row-major order on.</summary>
    public static void Copy<TSource>(StoredTensor tensor, long offset, Span<byte> destination, TSource source)
        where TSource : struct, IElementSource
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, tensor.Entry.ByteLength - destination.Length);
        switch (tensor.ElementSize)
        {
            case 1:
                CopyElements(tensor, offset, destination, source);
                break;
            case 2:
                CopyElements(tensor, offset / 2, MemoryMarshal.Cast<byte, ushort>(destination), source);
                break;
            case 4:
                CopyElements(tensor, offset / 4, MemoryMarshal.Cast<byte, uint>(destination), source);
                break;
            case 8:
                CopyElements(tensor, offset / 8, MemoryMarshal.Cast<byte, ulong>(destination), source);
                break;
            default:
                throw new ArgumentException("Elements of less than a byte have no strides.", nameof(tensor));
        }
    }

    private static void CopyElements<TSource, T>(StoredTensor tensor, long first, Span<T> destination, TSource source)
        where TSource : struct, IElementSource
        where T : unmanaged
    {
        ReadOnlySpan<long> shape = tensor.Entry.Shape.AsSpan();
        ReadOnlySpan<long> strides = tensor.Strides.AsSpan();
        Span<long> index = stackalloc long[shape.Length];
        while (!destination.IsEmpty)
        {
            // One run along the last dimension.
            long position = Locate(first, shape, strides, index);
            int count = (int)Math.Min(shape[^1] - index[^1], destination.Length);
            source.Read(position, strides[^1], destination[..count]);
            destination = destination[count..];
            first += count;
        }
    }

    /// <summary>The index of an element in row-major order, and how many elements behind the first one it is stored.</summary>
    private static long Locate(long element, ReadOnlySpan<long> shape, ReadOnlySpan<long> strides, Span<long> index)
    {
        long position = 0;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            (element, index[i]) = Math.DivRem(element, shape[i]);
            position += index[i] * strides[i];
        }

        return position;
    }
}

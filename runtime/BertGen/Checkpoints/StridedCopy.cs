using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BertGen.Checkpoints;

/// <summary>Copies elements that lie apart, such as those of a transposed matrix, into row-major order.</summary>
internal static unsafe class StridedCopy
{
    /// <summary>Copies whole elements from a byte offset of the row-major order on.</summary>
    public static void Copy(StoredTensor tensor, long offset, Span<byte> destination)
    {
        switch (tensor.Entry.Type.Bits() / 8)
        {
            case 1:
                Copy(tensor, offset, destination);
                break;
            case 2:
                Copy(tensor, offset / 2, MemoryMarshal.Cast<byte, ushort>(destination));
                break;
            case 4:
                Copy(tensor, offset / 4, MemoryMarshal.Cast<byte, uint>(destination));
                break;
            case 8:
                Copy(tensor, offset / 8, MemoryMarshal.Cast<byte, ulong>(destination));
                break;
            default:
                throw new ArgumentException("Elements of less than a byte have no strides.", nameof(tensor));
        }
    }

    private static void Copy<T>(StoredTensor tensor, long first, Span<T> destination)
        where T : unmanaged
    {
        ReadOnlySpan<long> shape = tensor.Entry.Shape.AsSpan();
        ReadOnlySpan<long> strides = tensor.Strides.AsSpan();
        Span<long> index = stackalloc long[shape.Length];
        long position = Locate(first, shape, strides, index);
        while (!destination.IsEmpty)
        {
            // One run along the last dimension.
            int count = (int)Math.Min(shape[^1] - index[^1], destination.Length);
            long stride = strides[^1];
            byte* source = tensor.File.At(tensor.Start + (position * sizeof(T)), (((count - 1) * stride) + 1) * sizeof(T));
            for (int i = 0; i < count; i++)
            {
                destination[i] = Unsafe.ReadUnaligned<T>(source + (i * stride * sizeof(T)));
            }

            destination = destination[count..];
            first += count;
            position = destination.IsEmpty ? 0 : Locate(first, shape, strides, index);
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

using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace BertGen.Checkpoints.Torch;

/// <summary>A view of a storage as a pickle describes it: offset and strides count elements, none is negative, none is checked.</summary>
internal sealed record TorchTensor(TorchStoragePart Data, TensorElementType Type, long Offset, long[] Shape, long[] Strides)
{
    /// <summary>Checks that the view lies within its storage, whose place in the file is known.</summary>
    /// <exception cref="CheckpointException">It does not.</exception>
    public StoredTensor Place(string name, string path, OpenFile file)
    {
        long elementSize = Type.Bits() / 8;
        long elementsInStorage = Data.Storage.Type is null ? Data.Length / elementSize : Data.Length;
        if (Data.Storage.Type is { } stored && stored != Type
            || Type.ByteLength(Shape) is not { } byteLength
            || !Fits(elementsInStorage))
        {
            throw new CheckpointException(
                path,
                name,
                $"{name}: expected a view of the {elementsInStorage} elements of storage {Data.Storage.Key}, " +
                $"found {Type.Name()} [{string.Join(", ", Shape)}] from {Offset} in steps of [{string.Join(", ", Strides)}].");
        }

        long firstByte = Data.Storage.Start + (Data.Storage.Type is null ? Data.Offset : Data.Offset * elementSize);
        var entry = new TensorEntry(name, Type, ImmutableCollectionsMarshal.AsImmutableArray(Shape), byteLength);
        return byteLength == 0 ? new StoredTensor(entry, file, 0)
            : new StoredTensor(entry, file, firstByte + (Offset * elementSize))
            {
                Strides = IsRowMajor() ? default : ImmutableCollectionsMarshal.AsImmutableArray(Strides),
            };
    }

    private bool Fits(long elements)
    {
        if (Shape.Contains(0))
        {
            return true;
        }

        Int128 last = Offset;
        for (int i = 0; i < Shape.Length && last < elements; i++)
        {
            last += (Int128)(Shape[i] - 1) * Strides[i];
        }

        return last < elements;
    }

    private bool IsRowMajor()
    {
        long expected = 1;
        for (int i = Shape.Length - 1; i >= 0; i--)
        {
            if (Shape[i] != 1 && Strides[i] != expected)
            {
                return false;
            }

            expected *= Shape[i];
        }

        return true;
    }
}

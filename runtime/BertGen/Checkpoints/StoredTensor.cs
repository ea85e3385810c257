using System.Collections.Immutable;

namespace BertGen.Checkpoints;

/// <summary>A tensor and the place of its elements, which was checked to lie within the file.</summary>
/// <param name="Entry">Name, type and shape.</param>
/// <param name="File">The file that holds the elements.</param>
/// <param name="Start">Where the first element is in the file, in bytes.</param>
internal sealed record StoredTensor(TensorEntry Entry, MappedFile File, long Start)
{
    /// <summary>Elements from one index of each dimension to the next; default where the elements lie row by row without gaps.</summary>
    public ImmutableArray<long> Strides { get; init; }

    /// <summary>The CRC-32C that the stored bytes must have, where the format has one.</summary>
    public uint? Checksum { get; init; }

    /// <summary>A part of the row-major elements: where they lie in the file, or a copy where they lie in another order.</summary>
    public ReadOnlySpan<byte> Read(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Entry.ByteLength - length);
        if (Strides.IsDefault)
        {
            return File.Slice(Start + offset, length);
        }

        byte[] copy = GC.AllocateUninitializedArray<byte>(length);
        StridedCopy.Copy(this, offset, copy);
        return copy;
    }
}

using System.Collections.Immutable;

namespace BertGen.Checkpoints;

/// <summary>A tensor and the place of its elements, which was checked to lie within the file.</summary>
/// <param name="Entry">Name, type and shape.</param>
/// <param name="File">The file that holds the elements.</param>
/// <param name="Start">Where the first element is in the file, in bytes.</param>
internal sealed record StoredTensor(TensorEntry Entry, OpenFile File, long Start)
{
    /// <summary>Elements from one index of each dimension to the next; default where the elements lie row by row without gaps.</summary>
    public ImmutableArray<long> Strides { get; init; }

    /// <summary>The CRC-32C that the stored bytes must have, where the format has one.</summary>
    public uint? Checksum { get; init; }

    /// <summary>Bytes of one element.</summary>
    public int ElementSize => Entry.Type.Bits() / 8;

    /// <summary>Bytes from the first element to the end of the last one.</summary>
    public long StoredLength
    {
        get
        {
            if (Strides.IsDefault || Entry.ByteLength == 0)
            {
                return Entry.ByteLength;
            }

            long last = 0;
            for (int i = 0; i < Strides.Length; i++)
            {
                last += (Entry.Shape[i] - 1) * Strides[i];
            }

            return (last + 1) * ElementSize;
        }
    }

    /// <summary>The elements in row-major order.</summary>
    /// <exception cref="CheckpointException">The file cannot be read.</exception>
    public ITensorBytes Open() =>
        Strides.IsDefault ? new PlainBytes(this)
        : StridedBytes.FitsInMemory(this) ? new StridedBytes(this)
        : new ScatteredBytes(this);
}

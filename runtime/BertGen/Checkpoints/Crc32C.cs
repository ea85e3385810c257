using System.Buffers.Binary;
using System.Numerics;

namespace BertGen.Checkpoints;

/// <summary>The checksum CRC-32C (Castagnoli).</summary>
internal static class Crc32C
{
    private const int BytesPerPart = 1 << 24;

    /// <summary>The checksum of a tensor's bytes in the order in which they are stored.</summary>
    public static uint Compute(StoredTensor tensor)
    {
        uint state = uint.MaxValue;
        for (long start = 0; start < tensor.Entry.ByteLength; start += BytesPerPart)
        {
            int length = (int)Math.Min(BytesPerPart, tensor.Entry.ByteLength - start);
            state = Append(state, tensor.File.Slice(tensor.Start + start, length));
        }

        return ~state;
    }

    public static uint Compute(ReadOnlySpan<byte> bytes) => ~Append(uint.MaxValue, bytes);

    private static uint Append(uint state, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte value in bytes)
        {
            state = BitOperations.Crc32C(state, value);
        }

        return state;
    }
}

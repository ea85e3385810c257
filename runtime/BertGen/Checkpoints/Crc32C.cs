using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;

namespace BertGen.Checkpoints;

/// <summary>The checksum CRC-32C (Castagnoli).</summary>
internal static class Crc32C
{
    private const int BytesPerPart = 1 << 18;

    /// <summary>The checksum of a tensor's bytes in the order in which they are stored.</summary>
    public static uint Compute(StoredTensor tensor)
    {
        uint state = uint.MaxValue;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BytesPerPart);
        for (long start = 0; start < tensor.Entry.ByteLength; start += BytesPerPart)
        {
            int length = (int)Math.Min(BytesPerPart, tensor.Entry.ByteLength - start);
            tensor.File.Read(tensor.Start + start, buffer.AsSpan(0, length));
            state = Append(state, buffer.AsSpan(0, length));
        }

        ArrayPool<byte>.Shared.Return(buffer);
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

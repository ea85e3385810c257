using System.Buffers.Binary;

namespace BertGen.Checkpoints.TensorFlow;

/// <summary>Unpacks Snappy blocks: the length of the content, then literals and copies of what was unpacked before.</summary>
internal static class Snappy
{
    // A copy makes at most 64 bytes of 3.
    private const ulong MaxRatio = 32;
    private const int LongestShortLiteral = 60;

    /// <returns>The content, or null where the block is damaged.</returns>
    public static byte[]? Unpack(ReadOnlySpan<byte> block)
    {
        ReadOnlySpan<byte> rest = block;
        if (!TableBytes.TryReadVarint(ref rest, out ulong length) || length > MaxRatio * (ulong)block.Length)
        {
            return null;
        }

        byte[] content = new byte[(int)length];
        int written = 0;
        while (!rest.IsEmpty)
        {
            byte tag = rest[0];
            rest = rest[1..];
            int count = (tag & 3) == 0 ? Literal(tag, ref rest, content.AsSpan(written)) : Copy(tag, ref rest, content, written);
            if (count == 0)
            {
                return null;
            }

            written += count;
        }

        return written == content.Length ? content : null;
    }

    // The length minus one is in the tag, or in one to four bytes behind it.
    private static int Literal(byte tag, ref ReadOnlySpan<byte> rest, Span<byte> target)
    {
        ulong length = (ulong)(tag >> 2) + 1;
        if (length > LongestShortLiteral && !TryReadNumber(ref rest, (int)length - LongestShortLiteral, out length))
        {
            return 0;
        }

        length += (tag >> 2) >= LongestShortLiteral ? 1UL : 0;
        if (length > (ulong)rest.Length || length > (ulong)target.Length)
        {
            return 0;
        }

        rest[..(int)length].CopyTo(target);
        rest = rest[(int)length..];
        return (int)length;
    }

    private static int Copy(byte tag, ref ReadOnlySpan<byte> rest, byte[] content, int written)
    {
        int kind = tag & 3;
        int length = kind == 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
        if (!TryReadNumber(ref rest, kind == 3 ? 4 : kind, out ulong distance))
        {
            return 0;
        }

        distance += kind == 1 ? (ulong)(tag >> 5) << 8 : 0;
        if (distance == 0 || distance > (ulong)written || length > content.Length - written)
        {
            return 0;
        }

        // Byte by byte: a copy may go on into what it writes.
        for (int i = written; i < written + length; i++)
        {
            content[i] = content[i - (int)distance];
        }

        return length;
    }

    private static bool TryReadNumber(ref ReadOnlySpan<byte> rest, int size, out ulong value)
    {
        Span<byte> wide = stackalloc byte[sizeof(ulong)];
        bool enough = rest.Length >= size;
        if (enough)
        {
            rest[..size].CopyTo(wide);
            rest = rest[size..];
        }

        value = BinaryPrimitives.ReadUInt64LittleEndian(wide);
        return enough;
    }
}

namespace BertGen.Checkpoints.TensorFlow;

/// <summary>Numbers as tables and protocol buffers have them.</summary>
internal static class TableBytes
{
    private const int MaxVarintLength = 10;

    /// <summary>Seven bits a byte, the lowest first; the top bit tells that more follow.</summary>
    public static bool TryReadVarint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (int i = 0; i < Math.Min(bytes.Length, MaxVarintLength); i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return true;
            }
        }

        return false;
    }

    /// <summary>Checksums are stored changed, so that the checksum of bytes that contain checksums is a good one.</summary>
    public static uint Unmask(uint stored)
    {
        uint rotated = stored - 0xA282EAD8;
        return (rotated >> 17) | (rotated << 15);
    }
}

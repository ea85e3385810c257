using System.Buffers.Binary;
using System.Text;

namespace BertGen.Checkpoints.Archives;

/// <summary>The 512 bytes in front of every entry of a tar file.</summary>
internal static class TarHeader
{
    public const int Size = 512;

    private const int ChecksumStart = 148;
    private const int ChecksumEnd = 156;
    private const int KindPosition = 156;

    /// <returns>False where the bytes are no header.</returns>
    public static bool TryParse(ReadOnlySpan<byte> header, out TarEntry entry)
    {
        entry = default;
        if (Number(header[ChecksumStart..ChecksumEnd]) != Checksum(header) || Number(header[124..136]) is not { } length)
        {
            return false;
        }

        string name = Text(header[..100]);
        string prefix = header[257..].StartsWith("ustar\0"u8) ? Text(header[345..500]) : "";
        entry = new TarEntry(prefix.Length > 0 ? $"{prefix}/{name}" : name, (char)header[KindPosition], length);
        return true;
    }

    // The sum of all bytes, those of the sum itself counted as spaces.
    private static long Checksum(ReadOnlySpan<byte> header)
    {
        long sum = (ChecksumEnd - ChecksumStart) * ' ';
        for (int i = 0; i < Size; i++)
        {
            sum += i is >= ChecksumStart and < ChecksumEnd ? 0 : header[i];
        }

        return sum;
    }

    /// <summary>An octal number, or a binary one for what octal digits cannot hold; null where it is neither, or negative.</summary>
    private static long? Number(ReadOnlySpan<byte> field)
    {
        if (field[0] == 0x80)
        {
            long wide = BinaryPrimitives.ReadInt64BigEndian(field[^sizeof(long)..]);
            return wide >= 0 && !field[1..^sizeof(long)].ContainsAnyExcept((byte)0) ? wide : null;
        }

        long value = 0;
        ReadOnlySpan<byte> digits = field.Trim(" \0"u8);
        foreach (byte digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                return null;
            }

            value = (value * 8) + (digit - '0');
        }

        return value;
    }

    private static string Text(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }
}

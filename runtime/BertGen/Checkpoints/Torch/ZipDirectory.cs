using System.Buffers.Binary;
using System.Text;

namespace BertGen.Checkpoints.Torch;

/// <summary>
/// Reads the central directory of a zip file (and of its 64-bit form), which tells where in the file each entry is, so that entries can
/// be read where they lie. Nothing is ever unpacked.
/// </summary>
internal sealed class ZipDirectory
{
    private const int HeaderSize = 46;
    private const int LocalHeaderSize = 30;
    private const int MaxEntries = 100_000;
    private const int MaxLength = 1 << 26;

    private readonly string _path;
    private readonly OpenFile _file;

    private ZipDirectory(string path, OpenFile file)
    {
        _path = path;
        _file = file;
    }

    /// <returns>The entries by name.</returns>
    /// <exception cref="CheckpointException">The file is damaged.</exception>
    public static Dictionary<string, ZipEntry> Read(string path, OpenFile file)
    {
        Dictionary<string, ZipEntry> entries = new ZipDirectory(path, file).ReadEntries(ZipEnd.Find(path, file));
        CheckOverlaps(path, entries.Values);
        return entries;
    }

    private Dictionary<string, ZipEntry> ReadEntries(ZipEnd end)
    {
        if (end.EntryCount is < 0 or > MaxEntries)
        {
            throw new CheckpointException(_path, $"expected at most {MaxEntries} entries in this zip file, found {(ulong)end.EntryCount}.");
        }

        var entries = new Dictionary<string, ZipEntry>();
        ReadOnlySpan<byte> rest = ReadDirectory(end);
        for (long i = 0; i < end.EntryCount; i++)
        {
            ReadOnlySpan<byte> header = Take(ref rest, HeaderSize);
            ReadOnlySpan<byte> name = Take(ref rest, UInt16(header, 28));
            ReadOnlySpan<byte> extra = Take(ref rest, UInt16(header, 30));
            Take(ref rest, UInt16(header, 32)); // A comment.
            if (!header.StartsWith("PK\x01\x02"u8))
            {
                throw Damaged();
            }

            ZipEntry entry = ReadEntry(header, name, extra, end.DirectoryStart);
            if (!entries.TryAdd(entry.Name, entry))
            {
                throw new CheckpointException(_path, $"expected every entry once in this zip file, found {entry.Name} twice.");
            }
        }

        return entries;
    }

    private byte[] ReadDirectory(ZipEnd end)
    {
        long length = end.DirectoryEnd - end.DirectoryStart;
        return end.DirectoryStart >= 0 && length is >= 0 and <= MaxLength ? _file.Read(end.DirectoryStart, (int)length) : throw Damaged();
    }

    private ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int length)
    {
        if (length > rest.Length)
        {
            throw Damaged();
        }

        ReadOnlySpan<byte> taken = rest[..length];
        rest = rest[length..];
        return taken;
    }

    private ZipEntry ReadEntry(ReadOnlySpan<byte> header, ReadOnlySpan<byte> name, ReadOnlySpan<byte> extra, long limit)
    {
        // Fields that are too narrow are all ones, and wide ones stand in an extra field, in this order.
        var wide = new ZipWideFields(extra);
        long length = wide.Widen(UInt32(header, 24));
        long storedLength = wide.Widen(UInt32(header, 20));
        long localHeader = wide.Widen(UInt32(header, 42));

        ReadOnlySpan<byte> local = Bytes(localHeader, LocalHeaderSize, limit);
        ushort localNameLength = UInt16(local, 26);
        long start = localHeader + LocalHeaderSize + localNameLength + UInt16(local, 28);
        if (!local.StartsWith("PK\x03\x04"u8)
            || !Bytes(localHeader + LocalHeaderSize, localNameLength, limit).SequenceEqual(name)
            || storedLength < 0 || length < 0 || start > limit - storedLength)
        {
            throw Damaged();
        }

        bool isEncrypted = (UInt16(header, 8) & 1) != 0;
        bool isCompressed = UInt16(header, 10) != 0;
        return new ZipEntry(Encoding.UTF8.GetString(name), start, storedLength, !isEncrypted && !isCompressed && storedLength == length);
    }

    // Entries that share bytes make a small file look large.
    private static void CheckOverlaps(string path, IEnumerable<ZipEntry> entries)
    {
        long end = 0;
        foreach (ZipEntry entry in entries.Where(entry => entry.Length > 0).OrderBy(entry => entry.Start))
        {
            if (entry.Start < end)
            {
                throw new CheckpointException(path, $"expected entries that do not overlap in this zip file, found {entry.Name} within another one.");
            }

            end = entry.End;
        }
    }

    private ReadOnlySpan<byte> Bytes(long start, int length, long limit) =>
        start >= 0 && start <= limit - length ? _file.Read(start, length) : throw Damaged();

    private CheckpointException Damaged() => new(_path, "expected a zip file as torch.save writes it; this one is cut off or damaged.");

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);
}

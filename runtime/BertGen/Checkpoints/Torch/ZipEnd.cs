using System.Buffers.Binary;

namespace BertGen.Checkpoints.Torch;

/// <summary>What the last record of a zip file tells: where the central directory is. Nothing in it is checked but that it lies in the file.</summary>
internal readonly record struct ZipEnd(long EntryCount, long DirectoryStart, long DirectoryEnd)
{
    private const int RecordSize = 22;
    private const int LocatorSize = 20;
    private const int WideRecordSize = 56;

    /// <exception cref="CheckpointException">There is none.</exception>
    public static ZipEnd Find(string path, OpenFile file)
    {
        // A comment of up to 65,535 bytes may follow the record.
        int tailLength = (int)Math.Min(file.Length, RecordSize + ushort.MaxValue);
        ReadOnlySpan<byte> tail = file.Read(file.Length - tailLength, tailLength);
        for (int i = tailLength - RecordSize; i >= 0; i--)
        {
            if (tail[i..].StartsWith("PK\x05\x06"u8) && BinaryPrimitives.ReadUInt16LittleEndian(tail[(i + 20)..]) == tailLength - RecordSize - i)
            {
                long position = file.Length - tailLength + i;
                ZipEnd end = FindWide(file, position) ?? new ZipEnd(
                    BinaryPrimitives.ReadUInt16LittleEndian(tail[(i + 10)..]),
                    BinaryPrimitives.ReadUInt32LittleEndian(tail[(i + 16)..]),
                    position);
                return end;
            }
        }

        throw new CheckpointException(path, "expected a zip file as torch.save writes it, found no end of its directory: it is cut off or damaged.");
    }

    private static ZipEnd? FindWide(OpenFile file, long recordStart)
    {
        if (recordStart < LocatorSize)
        {
            return null;
        }

        ReadOnlySpan<byte> locator = file.Read(recordStart - LocatorSize, LocatorSize);
        long start = BinaryPrimitives.ReadInt64LittleEndian(locator[8..]);
        if (!locator.StartsWith("PK\x06\x07"u8) || start < 0 || start > recordStart - LocatorSize - WideRecordSize)
        {
            return null;
        }

        ReadOnlySpan<byte> record = file.Read(start, WideRecordSize);
        return record.StartsWith("PK\x06\x06"u8)
            ? new ZipEnd(BinaryPrimitives.ReadInt64LittleEndian(record[32..]), BinaryPrimitives.ReadInt64LittleEndian(record[48..]), start)
            : null;
    }
}

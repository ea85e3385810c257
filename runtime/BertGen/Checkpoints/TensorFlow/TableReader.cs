using System.Buffers.Binary;

namespace BertGen.Checkpoints.TensorFlow;

/// <summary>
/// Reads a sorted table of keys and values: blocks of records, an index block that tells where they are, and a footer that tells where the index is.
/// </summary>
internal sealed class TableReader
{
    private const int FooterSize = 48;
    private const ulong Magic = 0xDB4775248B80FB57;
    private const int TrailerSize = 5;
    private const int MaxLength = 1 << 26;
    private const int MaxKeyLength = 1024;
    private const int MaxRecords = 100_000;

    private readonly string _path;
    private readonly OpenFile _file;

    private TableReader(string path, OpenFile file)
    {
        _path = path;
        _file = file;
    }

    /// <returns>The records in the order of their keys, which are all different.</returns>
    /// <exception cref="CheckpointException">The table is damaged.</exception>
    public static List<TableRecord> Read(string path, OpenFile file) => new TableReader(path, file).ReadAll();

    private List<TableRecord> ReadAll()
    {
        if (_file.Length is < FooterSize or > MaxLength)
        {
            throw Damaged($"found {_file.Length} bytes");
        }

        ReadOnlySpan<byte> footer = _file.Read(_file.Length - FooterSize, FooterSize);
        if (BinaryPrimitives.ReadUInt64LittleEndian(footer[^sizeof(ulong)..]) != Magic)
        {
            throw Damaged("found no magic number at its end");
        }

        _ = ReadHandle(ref footer); // Of a block about the table, which is empty.
        var index = new List<TableRecord>();
        ReadBlock(ReadHandle(ref footer), index);

        var records = new List<TableRecord>();
        foreach (TableRecord block in index)
        {
            ReadOnlySpan<byte> value = block.Value;
            ReadBlock(ReadHandle(ref value), records);
        }

        return records;
    }

    private (ulong Offset, ulong Length) ReadHandle(ref ReadOnlySpan<byte> bytes) =>
        TableBytes.TryReadVarint(ref bytes, out ulong offset) && TableBytes.TryReadVarint(ref bytes, out ulong length)
            ? (offset, length)
            : throw Damaged("found no place of a block");

    // A block is the records, the places of some of them (for searching: not used here), and the number of these.
    private void ReadBlock((ulong Offset, ulong Length) place, List<TableRecord> records)
    {
        ulong limit = (ulong)_file.Length - FooterSize;
        if (place.Offset > limit || place.Length > limit - place.Offset || limit - place.Offset - place.Length < TrailerSize || place.Length < sizeof(uint))
        {
            throw Damaged("found a block outside of it");
        }

        ReadOnlySpan<byte> block = Unwrap(_file.Read((long)place.Offset, (int)place.Length + TrailerSize));
        ulong restarts = BinaryPrimitives.ReadUInt32LittleEndian(block[^sizeof(uint)..]);
        ulong restartBytes = (restarts + 1) * sizeof(uint);
        if (restartBytes > (ulong)block.Length)
        {
            throw Damaged("found a damaged block");
        }

        ReadOnlySpan<byte> rest = block[..^(int)restartBytes];
        byte[] key = [];
        while (!rest.IsEmpty)
        {
            TableRecord record = ReadRecord(ref rest, key);
            if (records.Count == MaxRecords || (records.Count > 0 && records[^1].Key.AsSpan().SequenceCompareTo(record.Key) >= 0))
            {
                throw Damaged($"found more than {MaxRecords} records, or keys out of order");
            }

            records.Add(record);
            key = record.Key;
        }
    }

    // A key is written as the length of what it shares with the one before, and the rest.
    private TableRecord ReadRecord(ref ReadOnlySpan<byte> rest, byte[] previousKey)
    {
        if (!TableBytes.TryReadVarint(ref rest, out ulong shared)
            || !TableBytes.TryReadVarint(ref rest, out ulong unshared)
            || !TableBytes.TryReadVarint(ref rest, out ulong valueLength)
            || shared > (ulong)previousKey.Length
            || unshared > MaxKeyLength - shared
            || unshared > (ulong)rest.Length
            || valueLength > (ulong)rest.Length - unshared)
        {
            throw Damaged("found a damaged record");
        }

        byte[] key = [.. previousKey.AsSpan(0, (int)shared), .. rest[..(int)unshared]];
        byte[] value = rest.Slice((int)unshared, (int)valueLength).ToArray();
        rest = rest[(int)(unshared + valueLength)..];
        return new TableRecord(key, value);
    }

    private ReadOnlySpan<byte> Unwrap(ReadOnlySpan<byte> block)
    {
        uint expected = TableBytes.Unmask(BinaryPrimitives.ReadUInt32LittleEndian(block[^sizeof(uint)..]));
        if (Crc32C.Compute(block[..^sizeof(uint)]) != expected)
        {
            throw Damaged("found a block with another checksum");
        }

        ReadOnlySpan<byte> content = block[..^TrailerSize];
        return block[^TrailerSize] switch
        {
            0 => content,
            1 when Snappy.Unpack(content) is { Length: >= sizeof(uint) } unpacked => unpacked,
            _ => throw Damaged("found a block whose compression is unknown or damaged"),
        };
    }

    private CheckpointException Damaged(string found) => new(_path, $"expected the index of a TensorFlow checkpoint, {found}: it is none, or it is damaged.");
}

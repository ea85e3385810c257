using System.Buffers.Binary;
using System.Text;

namespace BertGen.Tests.Checkpoints;

/// <summary>Writes TensorFlow checkpoints: what the reader must understand, written a second time from the description of the format.</summary>
internal sealed class TensorFlowFiles
{
    private const int RestartInterval = 16;

    private readonly SortedDictionary<string, byte[]> _records = new(StringComparer.Ordinal);
    private readonly MemoryStream[] _shards;

    public TensorFlowFiles(int shardCount = 1)
    {
        _shards = [.. Enumerable.Range(0, shardCount).Select(_ => new MemoryStream())];
        _records[""] = [0x08, .. Varint((ulong)shardCount), 0x1A, 2, 0x08, 1];
    }

    /// <summary>How records of one block are spread over blocks.</summary>
    public int RecordsPerBlock { get; init; } = 5;

    public TensorFlowFiles Add(string name, long[] shape, float[] values, int shard = 0) => Add(name, 1, shape, TorchFiles.Floats(values), shard);

    public TensorFlowFiles Add(string name, int type, long[] shape, byte[] bytes, int shard = 0, byte[]? more = null)
    {
        byte[] dimensions = [.. shape.SelectMany(size => Nested(2, [0x08, .. Varint((ulong)size)]))];
        byte[] checksum = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, Masked(bytes));
        _records[name] =
        [
            0x08, .. Varint((ulong)type),
            .. Nested(2, dimensions),
            .. shard == 0 ? [] : (byte[])[0x18, .. Varint((ulong)shard)],
            0x20, .. Varint((ulong)_shards[shard].Length),
            0x28, .. Varint((ulong)bytes.Length),
            0x35, .. checksum,
            .. more ?? [],
        ];
        _shards[shard].Write(bytes);
        return this;
    }

    /// <summary>Puts a record as it is.</summary>
    public TensorFlowFiles Put(string name, byte[] record)
    {
        _records[name] = record;
        return this;
    }

    public string Save(TemporaryFolder folder, string name = "bert_model.ckpt")
    {
        File.WriteAllBytes(folder.File($"{name}.index"), Index());
        for (int i = 0; i < _shards.Length; i++)
        {
            File.WriteAllBytes(folder.File($"{name}.data-{i:d5}-of-{_shards.Length:d5}"), _shards[i].ToArray());
        }

        return folder.File($"{name}.index");
    }

    public byte[] Index()
    {
        using var table = new MemoryStream();
        var index = new List<(byte[] Key, byte[] Value)>();
        foreach (KeyValuePair<string, byte[]>[] block in _records.Chunk(RecordsPerBlock))
        {
            byte[] place = WriteBlock(table, [.. block.Select(record => (Encoding.UTF8.GetBytes(record.Key), record.Value))]);
            index.Add((Encoding.UTF8.GetBytes(block[^1].Key), place));
        }

        byte[] meta = WriteBlock(table, []);
        byte[] footer = [.. meta, .. WriteBlock(table, index)];
        table.Write(footer);
        table.Write(new byte[40 - footer.Length]);
        table.Write([0x57, 0xFB, 0x80, 0x8B, 0x24, 0x75, 0x47, 0xDB]);
        return table.ToArray();
    }

    public static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        return [.. bytes, (byte)value];
    }

    public static byte[] Nested(int field, byte[] content) => [(byte)((field << 3) | 2), .. Varint((ulong)content.Length), .. content];

    private static byte[] WriteBlock(MemoryStream table, List<(byte[] Key, byte[] Value)> records)
    {
        using var block = new MemoryStream();
        var restarts = new List<int>();
        byte[] previous = [];
        for (int i = 0; i < records.Count; i++)
        {
            (byte[] key, byte[] value) = records[i];
            if (i % RestartInterval == 0)
            {
                restarts.Add((int)block.Position);
                previous = [];
            }

            int shared = key.AsSpan().CommonPrefixLength(previous);
            block.Write([.. Varint((ulong)shared), .. Varint((ulong)(key.Length - shared)), .. Varint((ulong)value.Length), .. key[shared..], .. value]);
            previous = key;
        }

        foreach (int restart in restarts.DefaultIfEmpty())
        {
            block.Write(BitConverter.GetBytes(restart));
        }

        block.Write(BitConverter.GetBytes(Math.Max(restarts.Count, 1)));
        long length = block.Length;
        block.WriteByte(0);
        block.Write(BitConverter.GetBytes(Masked(block.ToArray())));
        byte[] place = [.. Varint((ulong)table.Position), .. Varint((ulong)length)];
        table.Write(block.ToArray());
        return place;
    }

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        uint checksum = Checksum(bytes);
        return ((checksum >> 15) | (checksum << 17)) + 0xA282EAD8;
    }

    // Bit by bit, unlike the one under test.
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint state = uint.MaxValue;
        foreach (byte value in bytes)
        {
            state ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                state = (state >> 1) ^ ((state & 1) * 0x82F63B78);
            }
        }

        return ~state;
    }
}

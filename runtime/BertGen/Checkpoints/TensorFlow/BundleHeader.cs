namespace BertGen.Checkpoints.TensorFlow;

/// <summary>What the first record of a TensorFlow checkpoint's index says about all of it.</summary>
internal readonly record struct BundleHeader(int ShardCount, bool IsBigEndian)
{
    private const int MaxShards = 99_999;

    public static BundleHeader Parse(ReadOnlySpan<byte> bytes, string path)
    {
        ulong shards = 0;
        ulong endianness = 0;
        var reader = new ProtoReader(bytes, path);
        while (reader.Next())
        {
            switch (reader)
            {
                case { Field: 1, WireType: ProtoWireType.Varint }:
                    shards = reader.Varint();
                    break;
                case { Field: 2, WireType: ProtoWireType.Varint }:
                    endianness = reader.Varint();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return shards is > 0 and <= MaxShards
            ? new BundleHeader((int)shards, endianness != 0)
            : throw new CheckpointException(path, $"expected 1 to {MaxShards} data files, found {shards}.");
    }
}

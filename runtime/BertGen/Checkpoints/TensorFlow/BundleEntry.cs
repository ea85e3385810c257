using System.Buffers.Binary;

namespace BertGen.Checkpoints.TensorFlow;

/// <summary>What the index of a TensorFlow checkpoint says about a tensor, unchecked.</summary>
internal sealed record BundleEntry(ulong Type, long[] Shape, ulong Shard, long Offset, long Size, uint MaskedChecksum, bool IsSliced)
{
    private const int MaxRank = 16;

    public static BundleEntry Parse(ReadOnlySpan<byte> bytes, string path)
    {
        var entry = new BundleEntry(0, [], 0, 0, 0, 0, false);
        var reader = new ProtoReader(bytes, path);
        while (reader.Next())
        {
            switch (reader)
            {
                case { Field: 1, WireType: ProtoWireType.Varint }:
                    entry = entry with { Type = reader.Varint() };
                    break;
                case { Field: 2, WireType: ProtoWireType.Nested }:
                    entry = entry with { Shape = ParseShape(reader.Nested(), path) };
                    break;
                case { Field: 3, WireType: ProtoWireType.Varint }:
                    entry = entry with { Shard = reader.Varint() };
                    break;
                case { Field: 4, WireType: ProtoWireType.Varint }:
                    entry = entry with { Offset = (long)reader.Varint() };
                    break;
                case { Field: 5, WireType: ProtoWireType.Varint }:
                    entry = entry with { Size = (long)reader.Varint() };
                    break;
                case { Field: 6, WireType: ProtoWireType.Fixed32 }:
                    entry = entry with { MaskedChecksum = BinaryPrimitives.ReadUInt32LittleEndian(reader.Take(sizeof(uint))) };
                    break;
                case { Field: 7 }:
                    entry = entry with { IsSliced = true };
                    reader.Skip();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return entry;
    }

    private static long[] ParseShape(ReadOnlySpan<byte> bytes, string path)
    {
        var shape = new List<long>();
        var reader = new ProtoReader(bytes, path);
        while (reader.Next())
        {
            if (reader is not { Field: 2, WireType: ProtoWireType.Nested })
            {
                reader.Skip();
                continue;
            }

            if (shape.Count == MaxRank)
            {
                throw new CheckpointException(path, $"expected at most {MaxRank} dimensions, found more.");
            }

            shape.Add(ParseDimension(reader.Nested(), path));
        }

        return [.. shape];
    }

    private static long ParseDimension(ReadOnlySpan<byte> bytes, string path)
    {
        long size = 0;
        var reader = new ProtoReader(bytes, path);
        while (reader.Next())
        {
            if (reader is { Field: 1, WireType: ProtoWireType.Varint })
            {
                size = (long)reader.Varint();
            }
            else
            {
                reader.Skip();
            }
        }

        return size;
    }
}

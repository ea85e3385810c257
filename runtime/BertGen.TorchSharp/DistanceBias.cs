using BertGen.Engine.Kernels;
using BertGen.Torch.Batches;
using TorchSharp;

namespace BertGen.Torch;

/// <summary>What is added to the scores of attention for the distance of two pieces, for all sequences of a call: all layers have the same.</summary>
public sealed class DistanceBias : IDisposable
{
    private readonly torch.Tensor[] _blocks;

    private DistanceBias(torch.Tensor[] blocks) => _blocks = blocks;

    /// <summary>Releases what is on the device.</summary>
    public void Dispose()
    {
        foreach (torch.Tensor block in _blocks)
        {
            block.Dispose();
        }
    }

    /// <summary>Looks the values of all pairs of pieces up.</summary>
    /// <param name="table">[buckets, heads].</param>
    /// <param name="packed">The pieces.</param>
    /// <param name="blocks">How the sequences are grouped, and what hides their padding.</param>
    internal static DistanceBias Of(TableModule table, PackedRows packed, AttentionBlock[] blocks)
    {
        // The buckets stay the same from the farthest of them on.
        const int Reach = DistanceBuckets.Farthest;
        long[] buckets = [.. Enumerable.Range(-Reach, (2 * Reach) + 1).Select(distance => (long)DistanceBuckets.Of(distance))];
        using torch.Tensor bucketOf = torch.tensor(buckets, device: table.Weight.device);
        using torch.Tensor values = table.Lookup(bucketOf); // [distances, heads]
        return new DistanceBias([.. blocks.Select((block, index) => OfBlock(values, packed, block, packed.Buckets.Buckets[index]))]);

        torch.Tensor OfBlock(torch.Tensor values, PackedRows packed, AttentionBlock block, LengthBucket bucket)
        {
            using torch.Tensor distances = PieceDistances.Of(packed, bucket, values.device); // [sequences, queries, keys]
            using torch.Tensor clamped = distances.clamp(-Reach, Reach);
            using torch.Tensor rows = (clamped + Reach).view(-1);
            using torch.Tensor found = values.index_select(0, rows);
            using torch.Tensor shaped = found.view(distances.size(0), bucket.Length, bucket.Length, values.size(1));
            using torch.Tensor byHead = shaped.permute(0, 3, 1, 2);
            return block.Mask is null ? byHead.contiguous() : byHead + block.Mask;
        }
    }

    internal torch.Tensor OfBlock(int index) => _blocks[index];
}

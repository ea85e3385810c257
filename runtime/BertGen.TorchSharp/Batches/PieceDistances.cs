using TorchSharp;

namespace BertGen.Torch.Batches;

/// <summary>How far apart the pieces of sequences stand, pair by pair.</summary>
internal static class PieceDistances
{
    /// <summary>From the column of every query to that of every key, [sequences, queries, keys]; one for all where none has gaps.</summary>
    public static torch.Tensor Of(PackedRows packed, LengthBucket bucket, torch.Device device)
    {
        // Sequences without gaps have the same distances.
        long[] columns = ColumnsOf(packed, bucket, out int count);
        using torch.Tensor places = torch.tensor(columns, [count, bucket.Length], device: device);
        using torch.Tensor keys = places.unsqueeze(1);
        using torch.Tensor queries = places.unsqueeze(2);
        return keys - queries;
    }

    /// <summary>What hides far pieces, those behind, and padding: far below all scores, [sequences, 1, queries, keys].</summary>
    /// <param name="near">Pieces are seen at distances below this; 0: at any.</param>
    /// <param name="causal">Whether pieces behind are not seen.</param>
    /// <param name="packed">The pieces.</param>
    /// <param name="block">The sequences, and what hides their padding.</param>
    /// <param name="bucket">The same sequences.</param>
    /// <param name="device">Where they are.</param>
    /// <param name="type">The type of scores.</param>
    public static torch.Tensor Window(int near, bool causal, PackedRows packed, AttentionBlock block, LengthBucket bucket, torch.Device device, torch.ScalarType type)
    {
        using Scalar hidden = AttentionBlock.Excluded;
        using torch.Tensor distances = Of(packed, bucket, device);
        using torch.Tensor isFar = IsHidden(distances, near, causal);
        using torch.Tensor values = isFar.to(type);
        using torch.Tensor far = values.mul(hidden);
        using torch.Tensor shaped = far.unsqueeze(1);
        return block.Mask is null ? shaped.contiguous() : shaped + block.Mask;
    }

    private static torch.Tensor IsHidden(torch.Tensor distances, int near, bool causal)
    {
        using Scalar zero = 0;
        torch.Tensor behind = distances.gt(zero);
        if (near == 0)
        {
            return behind;
        }

        using (behind)
        {
            using Scalar limit = near;
            using torch.Tensor lengths = distances.abs();
            torch.Tensor isFar = lengths.ge(limit);
            return causal ? isFar.logical_or_(behind) : isFar;
        }
    }

    private static long[] ColumnsOf(PackedRows packed, LengthBucket bucket, out int count)
    {
        bool hasGaps = false;
        long[] columns = new long[bucket.Count * bucket.Length];
        for (int sequence = 0, row = bucket.FirstRow; sequence < bucket.Count; sequence++)
        {
            int length = packed.Lengths[bucket.First + sequence];
            for (int piece = 0; piece < length; piece++, row++)
            {
                columns[(sequence * bucket.Length) + piece] = packed.Columns[row];
            }

            hasGaps |= packed.Columns[row - 1] - packed.Columns[row - length] != length - 1;
        }

        count = hasGaps ? bucket.Count : 1;
        return hasGaps ? columns : [.. Enumerable.Range(0, bucket.Length).Select(piece => (long)piece)];
    }
}

namespace BertGen.Torch.Batches;

/// <summary>
/// Sequences in the order of their lengths, cut into buckets of similar length: attention pads a sequence to the longest of
/// its bucket, and nothing else is padded at all.
/// </summary>
internal sealed class LengthBuckets
{
    /// <summary>
    /// Padding costs only attention, the smaller part of a layer, and every bucket costs calls in every layer: a sequence may
    /// grow by half, or by a few pieces where it is short.
    /// </summary>
    private const int FreePieces = 16;

    /// <summary>Masks whose rows begin at a multiple of this are read without a copy.</summary>
    private const int Alignment = 8;

    private readonly List<LengthBucket> _buckets = [];

    /// <param name="lengths">Length of every sequence, at least 1.</param>
    /// <param name="attended">How many pieces of every sequence are attended to; empty: all.</param>
    public LengthBuckets(ReadOnlySpan<int> lengths, ReadOnlySpan<int> attended = default)
    {
        int[] seen = attended.IsEmpty ? lengths.ToArray() : attended.ToArray();
        int[] sorted = lengths.ToArray();
        Order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, Order);
        for (int first = 0, row = 0; first < sorted.Length;)
        {
            int limit = Math.Max(sorted[first] + FreePieces, sorted[first] * 3 / 2);
            int end = first, rows = 0;
            while (end < sorted.Length && sorted[end] <= limit)
            {
                rows += sorted[end++];
            }

            int longest = sorted[end - 1];
            bool isPadded = longest > sorted[first] || Enumerable.Range(first, end - first).Any(i => seen[Order[i]] < sorted[i]);
            int length = isPadded ? (longest + Alignment - 1) / Alignment * Alignment : longest;
            _buckets.Add(new LengthBucket(first, end - first, length, row, rows, isPadded));
            (first, row) = (end, row + rows);
        }
    }

    /// <summary>The sequences in the order of the buckets.</summary>
    public int[] Order { get; }

    public IReadOnlyList<LengthBucket> Buckets => _buckets;

    public bool IsPadded => _buckets.Exists(bucket => bucket.IsPadded);
}

/// <summary>Some sequences of similar length.</summary>
/// <param name="First">Place of the first one in the order of lengths.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Length">What they are padded to.</param>
/// <param name="FirstRow">Their first row when no padding stands between rows.</param>
/// <param name="RowCount">Their rows without padding.</param>
/// <param name="IsPadded">Whether any sequence is shorter than the bucket, or has pieces that nobody attends to.</param>
internal readonly record struct LengthBucket(int First, int Count, int Length, int FirstRow, int RowCount, bool IsPadded)
{
    public int PaddedRows => Count * Length;
}

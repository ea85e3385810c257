namespace BertGen.Torch.Batches;

/// <summary>
/// How rows without padding are spread over padded buckets, and found there again. What stands at padding is another row of
/// the same sequence: a number like any other, which a mask takes out of the result.
/// </summary>
internal sealed class PaddedPlaces
{
    /// <param name="buckets">The buckets.</param>
    /// <param name="lengths">Length of every sequence, in the order of the buckets.</param>
    /// <param name="attended">How many pieces of every sequence are attended to; empty: all.</param>
    public PaddedPlaces(LengthBuckets buckets, ReadOnlySpan<int> lengths, ReadOnlySpan<int> attended = default)
    {
        attended = attended.IsEmpty ? lengths : attended;
        int rows = 0;
        foreach (LengthBucket bucket in buckets.Buckets)
        {
            rows += bucket.PaddedRows;
        }

        (Source, IsPadding) = (new int[rows], new int[rows]);
        var own = new List<int>(rows);
        int place = 0, row = 0;
        foreach (LengthBucket bucket in buckets.Buckets)
        {
            for (int sequence = bucket.First; sequence < bucket.First + bucket.Count; sequence++)
            {
                int length = lengths[sequence];
                for (int i = 0; i < bucket.Length; i++, place++)
                {
                    bool isOwn = i < length;
                    Source[place] = isOwn ? row + i : row;
                    IsPadding[place] = i < attended[sequence] ? 0 : 1;
                    if (isOwn)
                    {
                        own.Add(place);
                    }
                }

                row += length;
            }
        }

        Own = [.. own];
    }

    /// <summary>The row at every padded place.</summary>
    public int[] Source { get; }

    /// <summary>1 where nobody attends to: at padding, and where texts are filled up.</summary>
    public int[] IsPadding { get; }

    /// <summary>The padded place of every row.</summary>
    public int[] Own { get; }
}

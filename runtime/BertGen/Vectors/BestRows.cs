namespace BertGen.Vectors;

/// <summary>The best of many scored rows: a heap whose root is the worst that is kept.</summary>
/// <param name="capacity">How many are kept, at least 1.</param>
internal sealed class BestRows(int capacity)
{
    // The worst first: of the lowest score, and among these of the highest row.
    private readonly PriorityQueue<int, (float Score, int Row)> _heap = new(Comparer<(float Score, int Row)>.Create(
        (left, right) => left.Score != right.Score ? left.Score.CompareTo(right.Score) : right.Row.CompareTo(left.Row)));

    /// <summary>Takes a row in, if it is one of the best so far.</summary>
    public void Offer(int row, float score)
    {
        if (_heap.Count < capacity)
        {
            _heap.Enqueue(row, (score, row));
        }
        else if (_heap.TryPeek(out int worst, out (float Score, int Row) kept) && (score > kept.Score || (score == kept.Score && row < worst)))
        {
            _heap.DequeueEnqueue(row, (score, row));
        }
    }

    /// <summary>Takes in what another kept.</summary>
    public void Add(BestRows other)
    {
        foreach ((int row, (float score, _)) in other._heap.UnorderedItems)
        {
            Offer(row, score);
        }
    }

    /// <summary>What is left, best first.</summary>
    public RankedText[] Ordered() => [.. _heap.UnorderedItems
        .Select(item => new RankedText(item.Element, item.Priority.Score))
        .OrderByDescending(item => item.Score)
        .ThenBy(item => item.Index)];
}

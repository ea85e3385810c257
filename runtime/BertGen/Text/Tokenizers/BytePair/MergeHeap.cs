namespace BertGen.Text.Tokenizers.BytePair;

/// <summary>Merges in a binary heap: the one that comes first is taken first.</summary>
internal readonly ref struct MergeHeap(PooledBuffer<MergeCandidate> items)
{
    /// <summary>Adds a merge.</summary>
    public void Add(MergeCandidate candidate)
    {
        items.Add(candidate);
        Span<MergeCandidate> heap = items.Written;
        int at = heap.Length - 1;
        while (at > 0 && candidate.ComesBefore(heap[(at - 1) / 2]))
        {
            heap[at] = heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }

        heap[at] = candidate;
    }

    /// <summary>Takes the first merge out.</summary>
    public bool TryTake(out MergeCandidate first)
    {
        Span<MergeCandidate> heap = items.Written;
        if (heap.IsEmpty)
        {
            first = default;
            return false;
        }

        first = heap[0];
        MergeCandidate last = heap[^1];
        items.Truncate(heap.Length - 1);
        heap = heap[..^1];
        int at = 0;
        for (int child = 1; child < heap.Length; child = (2 * at) + 1)
        {
            child += child + 1 < heap.Length && heap[child + 1].ComesBefore(heap[child]) ? 1 : 0;
            if (!heap[child].ComesBefore(last))
            {
                break;
            }

            heap[at] = heap[child];
            at = child;
        }

        if (!heap.IsEmpty)
        {
            heap[at] = last;
        }

        return true;
    }
}

namespace BertGen.Serving.Batching;

/// <summary>
/// The texts of all requests, in the order of weighted fair queueing: as if every request was served at the same time, each with an equal share
/// of the pieces. So a text alone overtakes the later texts of a long request, and no flood of short requests keeps a long one waiting for ever.
/// </summary>
internal sealed class FairQueue
{
    private readonly PriorityQueue<(BatchRequest Request, int Index), (double Start, long Number)> _items = new();

    // How many pieces each waiting request would have got by now.
    private double _clock;
    private long _number;

    /// <summary>Requests with a text in the queue.</summary>
    public int RequestCount { get; private set; }

    /// <summary>Texts in the queue, without those that nobody waits for.</summary>
    public int TextCount { get; private set; }

    /// <summary>Pieces of these.</summary>
    public long PieceCount { get; private set; }

    /// <summary>Adds the texts of a request.</summary>
    public void Add(BatchRequest request)
    {
        double start = _clock;
        for (int i = 0; i < request.Texts.Count; i++)
        {
            _items.Enqueue((request, i), (start, _number++));
            start += request.Texts[i].PieceCount;
        }

        RequestCount++;
        TextCount += request.Texts.Count;
        PieceCount += request.PieceCount;
    }

    /// <summary>Takes the texts of the next batch: as many as fit, but at least one.</summary>
    /// <param name="maxPieces">Most pieces, where there is more than one text.</param>
    /// <param name="maxTexts">Most texts.</param>
    /// <returns>The texts; none where the queue is empty.</returns>
    public List<BatchItem> Take(int maxPieces, int maxTexts)
    {
        var batch = new List<BatchItem>();
        int requestCount = RequestCount;
        long pieces = 0;
        while (batch.Count < maxTexts && _items.TryPeek(out (BatchRequest Request, int Index) item, out _))
        {
            if (!item.Request.IsAbandoned)
            {
                BatchText text = item.Request.Texts[item.Index];
                if (batch.Count > 0 && pieces + text.PieceCount > maxPieces)
                {
                    break;
                }

                pieces += text.PieceCount;
                batch.Add(new BatchItem(item.Request, item.Index, text));
                Leave(item.Request, 1, text.PieceCount);
            }

            _items.Dequeue();
        }

        _clock += (double)pieces / Math.Max(requestCount, 1);
        return batch;
    }

    /// <summary>Drops the texts of a request that are still queued.</summary>
    public void Remove(BatchRequest request)
    {
        if (!request.IsAbandoned)
        {
            if (request.QueuedTextCount > 0)
            {
                Leave(request, request.QueuedTextCount, request.QueuedPieceCount);
            }

            request.Abandon();
        }
    }

    /// <summary>Drops all texts.</summary>
    /// <returns>The requests that they were of.</returns>
    public BatchRequest[] Clear()
    {
        BatchRequest[] requests = [.. _items.UnorderedItems.Select(entry => entry.Element.Request).Where(request => !request.IsAbandoned).Distinct()];
        foreach (BatchRequest request in requests)
        {
            Remove(request);
        }

        _items.Clear();
        return requests;
    }

    private void Leave(BatchRequest request, int texts, long pieces)
    {
        request.QueuedTextCount -= texts;
        request.QueuedPieceCount -= pieces;
        TextCount -= texts;
        PieceCount -= pieces;
        if (request.QueuedTextCount == 0)
        {
            RequestCount--;
        }
    }
}

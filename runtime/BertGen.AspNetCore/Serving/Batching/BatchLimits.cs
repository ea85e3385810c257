namespace BertGen.Serving.Batching;

/// <summary>How large batches and their queue become.</summary>
/// <param name="MaxBatchPieces">Most pieces of a batch, where it has more than one text.</param>
/// <param name="MaxBatchTexts">Most texts of a batch.</param>
/// <param name="MaxQueuedPieces">Pieces in the queue from which on requests are refused.</param>
internal sealed record BatchLimits(int MaxBatchPieces, int MaxBatchTexts, long MaxQueuedPieces)
{
    /// <summary>Most pieces of a request that its caller computes on his own thread where nothing else is computed or waits; 0 for none.</summary>
    public int MaxOwnPieces { get; init; }
}

using System.Diagnostics;

namespace BertGen.Serving.Batching;

/// <summary>The texts that a caller waits for. All but <see cref="TryFail"/> is for the batcher alone: the queue's members under its lock, the others on the thread that computes.</summary>
/// <param name="texts">The texts.</param>
internal abstract class BatchRequest(IReadOnlyList<BatchText> texts)
{
    private int _waitingCount = texts.Count;

    /// <summary>The texts; none once the caller has gone, so that nothing holds their memory.</summary>
    public IReadOnlyList<BatchText> Texts { get; private set; } = texts;

    /// <summary>Pieces of all texts.</summary>
    public long PieceCount { get; } = texts.Sum(text => (long)text.PieceCount);

    /// <summary>What is done to the texts; requests with equal works share calls.</summary>
    public abstract object Work { get; }

    /// <summary>The activity in which the request was made; default for none.</summary>
    public ActivityContext Context { get; } = Activity.Current?.Context ?? default;

    /// <summary>When the request was made, in ticks of <see cref="Stopwatch"/>.</summary>
    public long QueuedAt { get; } = Stopwatch.GetTimestamp();

    /// <summary>Whether a text of it was in a batch.</summary>
    public bool HasStarted { get; set; }

    /// <summary>Texts that are still in the queue.</summary>
    public int QueuedTextCount { get; set; } = texts.Count;

    /// <summary>Pieces of these.</summary>
    public long QueuedPieceCount { get; set; } = texts.Sum(text => (long)text.PieceCount);

    /// <summary>Whether nobody waits for the texts any more.</summary>
    public bool IsAbandoned => Texts.Count == 0;

    /// <summary>Computes texts in one call, of this request and of others with an equal work, and gives each its result.</summary>
    /// <exception cref="Exception">The call failed; no text has a result.</exception>
    public abstract void Run(IReadOnlyList<BatchItem> items);

    /// <summary>Ends the request with a failure.</summary>
    /// <returns>False where it has ended before.</returns>
    public abstract bool TryFail(Exception failure);

    /// <summary>Drops the texts that are queued.</summary>
    public void Abandon() => Texts = [];

    /// <summary>Counts a result.</summary>
    /// <returns>Whether it was the last one.</returns>
    protected bool CountResult() => --_waitingCount == 0;
}

/// <summary>The same with the results.</summary>
/// <typeparam name="TResult">What a text gets.</typeparam>
internal sealed class BatchRequest<TResult>(BatchWork<TResult> work, IReadOnlyList<BatchText> texts) : BatchRequest(texts)
{
    private readonly TaskCompletionSource<TResult[]> _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TResult[] _results = new TResult[texts.Count];

    /// <summary>Ends with a result for each text, in their order.</summary>
    public Task<TResult[]> Ending => _ending.Task;

    /// <inheritdoc/>
    public override object Work => work;

    /// <inheritdoc/>
    public override void Run(IReadOnlyList<BatchItem> items)
    {
        IReadOnlyList<TResult> results = work.Run([.. items.Select(item => item.Text)]);
        if (results.Count != items.Count)
        {
            throw new InvalidOperationException($"Expected a result for each of {items.Count} texts; found {results.Count}.");
        }

        for (int i = 0; i < items.Count; i++)
        {
            ((BatchRequest<TResult>)items[i].Request).Set(items[i].Index, results[i]);
        }
    }

    /// <inheritdoc/>
    public override bool TryFail(Exception failure) =>
        failure is OperationCanceledException cancelled ? _ending.TrySetCanceled(cancelled.CancellationToken) : _ending.TrySetException(failure);

    private void Set(int index, TResult result)
    {
        _results[index] = result;
        if (CountResult())
        {
            _ending.TrySetResult(_results);
        }
    }
}

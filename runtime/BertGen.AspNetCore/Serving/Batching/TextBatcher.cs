using System.Diagnostics;

namespace BertGen.Serving.Batching;

/// <summary>
/// Computes the texts of all callers of one model, batch after batch, on a thread of its own. A batch starts as soon as the one before it has
/// ended, with the texts that have come until then: nothing waits for a batch to fill.
/// </summary>
internal sealed class TextBatcher : IDisposable
{
    /// <summary>The source of the activity of each batch, which links to those of its requests.</summary>
    public const string ActivitySourceName = "bertgen";

    /// <summary>How much the speed of the last batch counts.</summary>
    private const double SpeedWeight = 0.2;

    private static readonly ActivitySource Activities = new(ActivitySourceName);
    private static readonly TimeSpan MinRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxRetry = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private readonly FairQueue _queue = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _name;
    private readonly BatchLimits _limits;
    private readonly Action<BatchReport>? _report;
    private bool _isStopping;
    private bool _isBusy;
    private double _piecesPerSecond;

    /// <param name="name">The name of the model.</param>
    /// <param name="limits">How large batches become.</param>
    /// <param name="report">Told of every batch, on the thread that has computed it.</param>
    public TextBatcher(string name, BatchLimits limits, Action<BatchReport>? report = null)
    {
        (_name, _limits, _report) = (name, limits, report);
        new Thread(Loop) { IsBackground = true, Name = $"batches of {name}" }.Start();
    }

    /// <summary>Texts that wait.</summary>
    public int QueuedTextCount => Locked(queue => queue.TextCount);

    /// <summary>Pieces that wait.</summary>
    public long QueuedPieceCount => Locked(queue => queue.PieceCount);

    /// <summary>Computes texts, in batches with those of other callers.</summary>
    /// <param name="work">What is done to them.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="cancellationToken">Drops the texts that are not in a batch yet.</param>
    /// <returns>A result for each text, in their order.</returns>
    /// <exception cref="QueueFullException">Too many texts wait.</exception>
    /// <exception cref="StoppingException">The batcher takes no more texts, or was stopped before it came to these.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public async Task<TResult[]> RunAsync<TResult>(BatchWork<TResult> work, IReadOnlyList<BatchText> texts, CancellationToken cancellationToken = default)
    {
        if (texts.Count == 0)
        {
            return [];
        }

        cancellationToken.ThrowIfCancellationRequested();
        var request = new BatchRequest<TResult>(work, texts);
        List<BatchItem>? own = null;
        lock (_gate)
        {
            CheckRoom(request);
            bool isAlone = !_isBusy && _queue.TextCount == 0;
            _queue.Add(request);
            if (isAlone && request.PieceCount <= _limits.MaxOwnPieces)
            {
                own = Take();
            }
            else
            {
                Monitor.Pulse(_gate);
            }
        }

        // Two threads that have to be woken take longer than a short text does.
        if (own is { Count: > 0 })
        {
            try
            {
                Run(own);
            }
            finally
            {
                Release();
            }
        }

        if (request.Ending.IsCompleted)
        {
            return await request.Ending.ConfigureAwait(false);
        }

        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister((_, token) => Fail(request, new OperationCanceledException(token)), null);
        return await request.Ending.ConfigureAwait(false);
    }

    /// <summary>Takes no more texts, and ends when those that wait are computed.</summary>
    /// <param name="cancellationToken">Refuses the texts that are not in a batch yet.</param>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _isStopping = true;
            Monitor.Pulse(_gate);
        }

        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(_ => RefuseQueued(), null);
        await _drained.Task.ConfigureAwait(false);
    }

    /// <summary>Refuses what waits, and ends the thread behind the batch that it is at.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isStopping = true;
            Monitor.Pulse(_gate);
        }

        RefuseQueued();
    }

    private T Locked<T>(Func<FairQueue, T> read)
    {
        lock (_gate)
        {
            return read(_queue);
        }
    }

    // A request that is larger than the whole queue may be is taken where nothing else waits: it would never be.
    private void CheckRoom(BatchRequest request)
    {
        if (_isStopping)
        {
            throw new StoppingException();
        }

        if (_queue.PieceCount > 0 && _queue.PieceCount + request.PieceCount > _limits.MaxQueuedPieces)
        {
            double seconds = _piecesPerSecond > 0 ? _queue.PieceCount / _piecesPerSecond : 0;
            throw new QueueFullException(TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(seconds), MinRetry.TotalSeconds, MaxRetry.TotalSeconds)));
        }
    }

    /// <summary>Ends a request; what is still queued of it is dropped.</summary>
    private void Fail(BatchRequest request, Exception failure)
    {
        lock (_gate)
        {
            _queue.Remove(request);
        }

        request.TryFail(failure);
    }

    private void RefuseQueued()
    {
        BatchRequest[] refused = Locked(queue => queue.Clear());
        foreach (BatchRequest request in refused)
        {
            request.TryFail(new StoppingException());
        }
    }

    private void Loop()
    {
        while (Next() is { } batch)
        {
            Run(batch);
            Release();
        }

        _drained.TrySetResult();
    }

    /// <summary>Waits for texts.</summary>
    /// <returns>A batch; null where there will be none any more.</returns>
    private List<BatchItem>? Next()
    {
        lock (_gate)
        {
            while (true)
            {
                if (!_isBusy)
                {
                    List<BatchItem> batch = Take();
                    if (batch.Count > 0)
                    {
                        return batch;
                    }

                    if (_isStopping)
                    {
                        return null;
                    }
                }

                Monitor.Wait(_gate);
            }
        }
    }

    // Under the lock. What is cancelled from here on is computed: the texts are held by the batch.
    private List<BatchItem> Take()
    {
        List<BatchItem> batch = _queue.Take(_limits.MaxBatchPieces, _limits.MaxBatchTexts);
        _isBusy = batch.Count > 0;
        return batch;
    }

    // A batch has ended; the thread of the batcher goes on with what has come meanwhile.
    private void Release()
    {
        lock (_gate)
        {
            _isBusy = false;
            if (_queue.TextCount > 0 || _isStopping)
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    private void Run(List<BatchItem> batch)
    {
        long start = Stopwatch.GetTimestamp();
        BatchRequest[] requests = batch.Count == 1 ? [batch[0].Request] : [.. batch.Select(item => item.Request).Distinct()];
        BatchRequest[] started = [.. requests.Where(request => !request.HasStarted)];
        long pieces = batch.Sum(item => (long)item.Text.PieceCount);
        using (StartActivity(requests, batch.Count, pieces))
        {
            if (requests.Length == 1)
            {
                RunTogether(batch);
            }
            else
            {
                foreach (IGrouping<object, BatchItem> group in batch.GroupBy(item => item.Request.Work))
                {
                    RunTogether([.. group]);
                }
            }
        }

        TimeSpan duration = Stopwatch.GetElapsedTime(start);
        double speed = pieces / Math.Max(duration.TotalSeconds, 1e-6);
        lock (_gate)
        {
            _piecesPerSecond = _piecesPerSecond == 0 ? speed : ((1 - SpeedWeight) * _piecesPerSecond) + (SpeedWeight * speed);
        }

        foreach (BatchRequest request in started)
        {
            request.HasStarted = true;
        }

        _report?.Invoke(new BatchReport(
            [.. batch.Select(item => item.Text.PieceCount)], pieces, requests.Length, duration, [.. started.Select(request => Stopwatch.GetElapsedTime(request.QueuedAt, start))]));
    }

    /// <summary>Computes texts in one call; where it fails, those of each request by themselves, so that one caller's text harms no other's.</summary>
    private void RunTogether(List<BatchItem> items)
    {
        try
        {
            items[0].Request.Run(items);
        }
        catch (Exception failure)
        {
            BatchItem[][] requests = [.. items.GroupBy(item => item.Request).Select(group => group.ToArray())];
            if (requests.Length == 1)
            {
                Fail(items[0].Request, failure);
                return;
            }

            foreach (BatchItem[] request in requests)
            {
                RunTogether([.. request]);
            }
        }
    }

    private Activity? StartActivity(BatchRequest[] requests, int texts, long pieces)
    {
        if (!Activities.HasListeners())
        {
            return null;
        }

        Activity.Current = null;
        Activity? activity = Activities.StartActivity(
            ActivityKind.Internal, links: requests.Select(request => request.Context).Where(context => context != default).Select(context => new ActivityLink(context)), name: "batch");
        return activity?.SetTag("bertgen.model", _name).SetTag("bertgen.batch.texts", texts).SetTag("bertgen.batch.pieces", pieces);
    }
}

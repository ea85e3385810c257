namespace BertGen.Hub.Blocking;

/// <summary>When a wait on this thread has to end. Whoever waits does it in short slices, and asks for the next.</summary>
internal sealed class Deadline(TimeSpan timeout, CancellationToken cancellation)
{
    private static readonly TimeSpan MaxSlice = TimeSpan.FromMilliseconds(50);

    private readonly long _end = Environment.TickCount64 + (long)timeout.TotalMilliseconds;

    /// <exception cref="TimeoutException">The time is over.</exception>
    /// <exception cref="OperationCanceledException">The caller wants no more.</exception>
    public TimeSpan NextSlice()
    {
        cancellation.ThrowIfCancellationRequested();
        long left = _end - Environment.TickCount64;
        return left <= 0 ? throw new TimeoutException()
            : left < MaxSlice.TotalMilliseconds ? TimeSpan.FromMilliseconds(left)
            : MaxSlice;
    }

    /// <summary>The time that is left, in equal parts for several attempts: the first of them.</summary>
    public Deadline Part(int count) => new(TimeSpan.FromMilliseconds(Math.Max(0, _end - Environment.TickCount64) / count), cancellation);
}

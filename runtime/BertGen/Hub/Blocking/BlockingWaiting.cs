namespace BertGen.Hub.Blocking;

/// <summary>
/// Waits on the thread of the caller, and needs no thread of the pool: neither to connect nor to measure time. A program
/// whose pool is busy, for example with work that waits for this very model, gets its model all the same.
/// </summary>
internal sealed class BlockingWaiting : IWaiting
{
    private readonly BlockingHttp _http = new();

    /// <summary>The result of work that waited here: it is complete.</summary>
    public static T ResultOf<T>(ValueTask<T> work) => work.IsCompleted
        ? work.GetAwaiter().GetResult()
        : throw new InvalidOperationException("A wait was left to the thread pool.");

    public ValueTask<HttpResponseMessage> SendAsync(HttpRequestMessage request, TimeSpan timeout, CancellationToken cancellation) =>
        new(_http.Send(request, new Deadline(timeout, cancellation)));

    public ValueTask<Stream> OpenBodyAsync(HttpResponseMessage answer, CancellationToken cancellation) => new(answer.Content.ReadAsStream(cancellation));

    public ValueTask<int> ReadAsync(Stream body, Memory<byte> buffer, TimeSpan silence, CancellationToken cancellation) =>
        new(((BodyStream)body).Read(buffer.Span, new Deadline(silence, cancellation)));

    public ValueTask DelayAsync(TimeSpan time, CancellationToken cancellation)
    {
        if (cancellation.WaitHandle.WaitOne(time))
        {
            cancellation.ThrowIfCancellationRequested();
        }

        return ValueTask.CompletedTask;
    }

    public void Dispose() => _http.Dispose();
}

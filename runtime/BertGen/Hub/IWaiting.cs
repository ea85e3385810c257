namespace BertGen.Hub;

/// <summary>
/// How a download waits for servers and for time. Everything else is written once, as asynchronous methods: a caller that
/// blocks waits in <see cref="Blocking.BlockingWaiting"/>, whose tasks are complete when they are returned.
/// </summary>
internal interface IWaiting : IDisposable
{
    /// <summary>Sends a request, and receives the answer up to its body; redirects are not followed.</summary>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    /// <exception cref="NotSupportedException">The way to it cannot be taken like this.</exception>
    ValueTask<HttpResponseMessage> SendAsync(HttpRequestMessage request, TimeSpan timeout, CancellationToken cancellation);

    ValueTask<Stream> OpenBodyAsync(HttpResponseMessage answer, CancellationToken cancellation);

    /// <summary>Reads some bytes of a body; 0: it is over.</summary>
    /// <exception cref="TimeoutException">None came in time.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    ValueTask<int> ReadAsync(Stream body, Memory<byte> buffer, TimeSpan silence, CancellationToken cancellation);

    ValueTask DelayAsync(TimeSpan time, CancellationToken cancellation);
}

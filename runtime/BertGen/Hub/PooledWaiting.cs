using System.Net;

namespace BertGen.Hub;

/// <summary>Gives its thread back while it waits: the client of the framework, which goes on on the thread pool.</summary>
internal sealed class PooledWaiting : IWaiting
{
    public static readonly PooledWaiting Instance = new();

    // One for the process, so that connections are reused; proxies are those of the system.
    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private PooledWaiting()
    {
    }

    public async ValueTask<HttpResponseMessage> SendAsync(HttpRequestMessage request, TimeSpan timeout, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        try
        {
            return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException(message: null, e);
        }
    }

    public async ValueTask<Stream> OpenBodyAsync(HttpResponseMessage answer, CancellationToken cancellation) =>
        await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);

    public async ValueTask<int> ReadAsync(Stream body, Memory<byte> buffer, TimeSpan silence, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(silence);
        try
        {
            return await body.ReadAsync(buffer, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException(message: null, e);
        }
    }

    public async ValueTask DelayAsync(TimeSpan time, CancellationToken cancellation) => await Task.Delay(time, cancellation).ConfigureAwait(false);

    public void Dispose()
    {
    }
}

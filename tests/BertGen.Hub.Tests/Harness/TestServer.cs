using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BertGen.Hub.Tests.Harness;

/// <summary>An HTTP server on a port of its own that can do what a real one does only on bad days: one request a connection.</summary>
internal sealed class TestServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();
    private readonly Func<ReceivedRequest, Answer> _handler;

    public TestServer(Func<ReceivedRequest, Answer> handler)
    {
        _handler = handler;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _ = AcceptAsync();
    }

    public Uri Address { get; }

    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    /// <summary>Requests of one method, in the order in which they came.</summary>
    public IReadOnlyList<ReceivedRequest> Of(string method, string pathEnd = "") =>
        [.. _requests.Where(request => request.Method == method && request.Target.EndsWith(pathEnd, StringComparison.Ordinal))];

    public void Forget() => _requests.Clear();

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                if (await ReadAsync(stream) is { } request)
                {
                    _requests.Enqueue(request);
                    await WriteAsync(stream, request, _handler(request));
                    client.Client.Shutdown(SocketShutdown.Send);
                }
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                // The other end is gone: tests do that.
            }
        }
    }

    private static async Task<ReceivedRequest?> ReadAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        if (await reader.ReadLineAsync() is not { } first)
        {
            return null;
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            int colon = line.IndexOf(':');
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        string[] parts = first.Split(' ');
        return new ReceivedRequest(parts[0], parts[1], headers);
    }

    private static async Task WriteAsync(NetworkStream stream, ReceivedRequest request, Answer answer)
    {
        if (answer is { Hold: { } before, BreakAfter: null })
        {
            await before;
        }

        var head = new StringBuilder($"HTTP/1.1 {answer.Status} Status\r\nConnection: close\r\n");
        long length = answer.ContentLength ?? answer.Body.Length;
        if (length >= 0)
        {
            head.Append($"Content-Length: {length}\r\n");
        }

        foreach ((string name, string value) in answer.Headers)
        {
            head.Append($"{name}: {value}\r\n");
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()));
        if (request.Method == "HEAD")
        {
            return;
        }

        await stream.WriteAsync(answer.Body.AsMemory(0, Math.Min(answer.BreakAfter ?? int.MaxValue, answer.Body.Length)));
        if (answer is { Hold: { } after, BreakAfter: not null })
        {
            await stream.FlushAsync();
            await after;
        }
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace BertGen.Hub.Tests.Harness;

/// <summary>An HTTP server on a port of its own that can do what a real one does only on bad days: one request a connection.</summary>
internal sealed class TestServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();
    private readonly Func<ReceivedRequest, Answer> _handler;
    private readonly X509Certificate2? _certificate;
    private int _connections;
    private long _sent;

    /// <param name="handler">What it answers.</param>
    /// <param name="certificate">Of <c>localhost</c>: then it speaks https.</param>
    public TestServer(Func<ReceivedRequest, Answer> handler, X509Certificate2? certificate = null)
    {
        (_handler, _certificate) = (handler, certificate);
        _listener.Start();
        int port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        Address = new Uri(certificate is null ? $"http://127.0.0.1:{port}" : $"https://localhost:{port}");
        _ = AcceptAsync();
    }

    public Uri Address { get; }

    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    public int Connections => _connections;

    /// <summary>Bytes of bodies.</summary>
    public long Sent => Interlocked.Read(ref _sent);

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
                Interlocked.Increment(ref _connections);
                await using Stream stream = await OpenAsync(client);
                for (bool keeps = true; keeps && await ReadAsync(stream) is { } request;)
                {
                    _requests.Enqueue(request);
                    Answer answer = _handler(request);
                    await WriteAsync(stream, request, answer);
                    keeps = answer.KeepsConnection;
                }

                client.Client.Shutdown(SocketShutdown.Send);
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or AuthenticationException)
            {
                // The other end is gone: tests do that.
            }
        }
    }

    private async Task<Stream> OpenAsync(TcpClient client)
    {
        if (_certificate is null)
        {
            return client.GetStream();
        }

        var encrypted = new SslStream(client.GetStream());
        await encrypted.AuthenticateAsServerAsync(_certificate);
        return encrypted;
    }

    private static async Task<ReceivedRequest?> ReadAsync(Stream stream)
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

    private async Task WriteAsync(Stream stream, ReceivedRequest request, Answer answer)
    {
        if (answer.Raw is { } raw)
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(raw));
            return;
        }

        if (answer is { Hold: { } before, BreakAfter: null })
        {
            await before;
        }

        var head = new StringBuilder($"HTTP/1.1 {answer.Status} Status\r\nConnection: {(answer.KeepsConnection ? "keep-alive" : "close")}\r\n");
        long length = answer.ContentLength ?? answer.Body.Length;
        if (answer.ChunkLength is not null)
        {
            head.Append("Transfer-Encoding: chunked\r\n");
        }
        else if (length >= 0)
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

        ReadOnlyMemory<byte> body = answer.Body.AsMemory(0, Math.Min(answer.BreakAfter ?? int.MaxValue, answer.Body.Length));
        if (answer.Drip is { } drip)
        {
            for (int i = 0; i < body.Length; i++)
            {
                await drip();
                await WriteBodyAsync(stream, body.Slice(i, 1));
            }
        }
        else if (answer.ChunkLength is { } chunk)
        {
            for (int i = 0; i < body.Length; i += chunk)
            {
                ReadOnlyMemory<byte> part = body.Slice(i, Math.Min(chunk, body.Length - i));
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"{part.Length:X};note=a\r\n"));
                await WriteBodyAsync(stream, part);
                await stream.WriteAsync("\r\n"u8.ToArray());
            }

            await stream.WriteAsync("0\r\nX-Trailer: 1\r\n\r\n"u8.ToArray());
        }
        else
        {
            do
            {
                await WriteBodyAsync(stream, body);
            }
            while (answer.IsEndless);
        }

        if (answer is { Hold: { } after, BreakAfter: not null })
        {
            await stream.FlushAsync();
            await after;
        }
    }

    private async Task WriteBodyAsync(Stream stream, ReadOnlyMemory<byte> bytes)
    {
        await stream.WriteAsync(bytes);
        Interlocked.Add(ref _sent, bytes.Length);
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BertGen.Hub.Tests.Harness;

/// <summary>A proxy that opens tunnels, all of them to one port of this machine.</summary>
internal sealed class TunnelProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _targets = new();
    private readonly int _port;

    public TunnelProxy(int port)
    {
        _port = port;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Where the tunnels were to lead.</summary>
    public IReadOnlyList<string> Targets => [.. _targets];

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
        using (var server = new TcpClient())
        {
            try
            {
                NetworkStream near = client.GetStream();
                var head = new StringBuilder();
                byte[] one = new byte[1];
                while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await near.ReadAsync(one) == 1)
                {
                    head.Append((char)one[0]);
                }

                _targets.Enqueue(head.ToString().Split(' ')[1]);
                await server.ConnectAsync(IPAddress.Loopback, _port);
                await near.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray());
                NetworkStream far = server.GetStream();
                await Task.WhenAny(near.CopyToAsync(far), far.CopyToAsync(near));
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                // The other end is gone.
            }
        }
    }
}

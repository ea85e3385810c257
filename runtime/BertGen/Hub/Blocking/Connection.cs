using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace BertGen.Hub.Blocking;

/// <summary>A connection to a server, perhaps through a proxy, that carries one request after the other.</summary>
internal sealed class Connection : IDisposable
{
    /// <summary>As many bytes as the client of the framework takes for the head of an answer.</summary>
    public const int MaxHeadLength = 1 << 16;

    private readonly SocketStream _socket;
    private Stream _stream;
    private readonly byte[] _buffer = new byte[1 << 14];
    private int _start;
    private int _end;

    private Connection(SocketStream socket) => _stream = _socket = socket;

    /// <summary>Whether it has carried a request: the server may then have closed it meanwhile.</summary>
    public bool IsUsed { get; set; }

    /// <summary>Ends the waits of reading and writing.</summary>
    public Deadline Deadline
    {
        set => _socket.Deadline = value;
    }

    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public static Connection Open(Route route, Deadline deadline)
    {
        Uri first = route.Proxy ?? route.Server;
        var connection = new Connection(new SocketStream(Connect(first, deadline))) { Deadline = deadline };
        try
        {
            if (first.Scheme == Uri.UriSchemeHttps)
            {
                connection.Encrypt(first);
            }

            if (route.IsTunnel)
            {
                connection.Tunnel(route);
                connection.Encrypt(route.Server);
            }

            return connection;
        }
        catch (Exception e)
        {
            connection.Dispose();
            throw e is IOException or AuthenticationException ? new HttpRequestException(e.Message, e) : e;
        }
    }

    public void Write(ReadOnlySpan<byte> bytes) => _stream.Write(bytes);

    /// <summary>Reads bytes of a body; 0: the server has closed the connection.</summary>
    public int Read(Span<byte> destination)
    {
        if (_start == _end)
        {
            return _stream.Read(destination);
        }

        int count = Math.Min(destination.Length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(destination);
        _start += count;
        return count;
    }

    /// <summary>Reads a line of a head, without its end.</summary>
    /// <param name="left">Bytes that the head may still have.</param>
    /// <returns>The line; null where the connection ends before its first byte.</returns>
    /// <exception cref="IOException">The line does not end, or not in time.</exception>
    public string? ReadLine(ref int left)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end)
            {
                (_start, _end) = (0, _stream.Read(_buffer));
                if (_end == 0)
                {
                    return line.Length == 0 ? null : throw new IOException("the answer ended within its head");
                }
            }

            ReadOnlySpan<byte> found = _buffer.AsSpan(_start, _end - _start);
            int newline = found.IndexOf((byte)'\n');
            int length = newline < 0 ? found.Length : newline;
            left -= length + 1;
            if (left < 0)
            {
                throw new IOException($"the head of the answer is longer than {MaxHeadLength} bytes");
            }

            line.Append(Encoding.Latin1.GetString(found[..length]));
            _start += newline < 0 ? length : length + 1;
            if (newline >= 0)
            {
                return line.Length > 0 && line[^1] == '\r' ? line.ToString(0, line.Length - 1) : line.ToString();
            }
        }
    }

    public void Dispose() => _stream.Dispose();

    private static Socket Connect(Uri server, Deadline deadline)
    {
        string host = server.IdnHost;
        try
        {
            IPAddress[] addresses = IPAddress.TryParse(host, out IPAddress? literal) ? [literal] : OwnThread.Run(() => Dns.GetHostAddresses(host), _ => { }, deadline);
            for (int i = 0; ; i++)
            {
                if (addresses.Length == 0)
                {
                    throw new HttpRequestException($"{host} has no address");
                }

                try
                {
                    IPAddress address = addresses[i];
                    return OwnThread.Run(() => Connect(address, server.Port), socket => socket.Dispose(), deadline.Part(addresses.Length - i));
                }
                catch (Exception e) when (e is SocketException or TimeoutException && i < addresses.Length - 1)
                {
                    // The next may be one that this machine has a way to.
                }
            }
        }
        catch (SocketException e)
        {
            throw new HttpRequestException(e.Message, e);
        }
    }

    private static Socket Connect(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Connect(address, port);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Encrypt(Uri server)
    {
        var encrypted = new SslStream(_stream);
        _stream = encrypted;
        encrypted.AuthenticateAsClient(new SslClientAuthenticationOptions { TargetHost = server.IdnHost, ApplicationProtocols = [SslApplicationProtocol.Http11] });
    }

    private void Tunnel(Route route)
    {
        string server = $"{Route.HostOf(route.Server)}:{route.Server.Port}";
        string login = route.ProxyAuthorization is { } authorization ? $"Proxy-Authorization: {authorization}\r\n" : "";
        Write(Encoding.ASCII.GetBytes($"CONNECT {server} HTTP/1.1\r\nHost: {server}\r\n{login}\r\n"));
        ResponseHead head = ResponseHead.Read(this) ?? throw new IOException($"the proxy {route.Proxy!.Host} closed the connection");
        if (head.Status is < 200 or > 299)
        {
            throw new HttpRequestException($"the proxy {route.Proxy!.Host} answered {head.Status}");
        }

        // What comes next is encrypted, and begins behind the head.
        if (_start != _end)
        {
            throw new HttpRequestException($"the proxy {route.Proxy!.Host} sent more than its answer");
        }
    }
}

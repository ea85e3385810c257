using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace BertGen.Benchmarks.Serving;

/// <summary>
/// A client that costs next to nothing, so that what a request takes is the server's: one connection on a thread that waits for it, requests that
/// are ready as bytes, and answers that are read to their end and not looked at.
/// </summary>
internal sealed class LeanClient : IDisposable
{
    private static readonly byte[] LastChunk = "\r\n0\r\n\r\n"u8.ToArray();

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[][] _requests;
    private byte[] _answer = new byte[65536];

    /// <param name="address">The server.</param>
    /// <param name="route">The route that is asked.</param>
    /// <param name="bodies">The bodies of the requests.</param>
    public LeanClient(Uri address, string route, IEnumerable<byte[]> bodies)
    {
        _requests = [.. bodies.Select(body => Encoding.ASCII.GetBytes(
            $"POST /{route} HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n").Concat(body).ToArray())];
        _socket.Connect(address.Host, address.Port);
    }

    /// <summary>Bytes of the last answer, its head included.</summary>
    public int AnswerLength { get; private set; }

    /// <summary>Asks once.</summary>
    /// <param name="number">The number of the body.</param>
    /// <returns>Seconds.</returns>
    /// <exception cref="InvalidOperationException">The server refuses.</exception>
    public double Ask(int number)
    {
        long start = Stopwatch.GetTimestamp();
        _socket.Send(_requests[number]);
        int length = 0, end = -1;
        do
        {
            if (length == _answer.Length)
            {
                Array.Resize(ref _answer, 2 * length);
            }

            int read = _socket.Receive(_answer.AsSpan(length));
            length = read > 0 ? length + read : throw new InvalidOperationException("The server has closed the connection.");
            end = end < 0 ? EndOf(_answer.AsSpan(0, length)) : end;
        }
        while (end == int.MaxValue ? !_answer.AsSpan(0, length).EndsWith(LastChunk) : end < 0 || length < end);

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        AnswerLength = length;
        return _answer.AsSpan(0, length).StartsWith("HTTP/1.1 200"u8) ? seconds : throw new InvalidOperationException(Encoding.UTF8.GetString(_answer, 0, length));
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Where an answer ends: -1 while its head is not there, the greatest number where it comes in chunks.</summary>
    private static int EndOf(ReadOnlySpan<byte> answer)
    {
        int head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return -1;
        }

        ReadOnlySpan<byte> name = "Content-Length: "u8;
        int place = answer[..head].IndexOf(name);
        if (place < 0)
        {
            return int.MaxValue;
        }

        return System.Buffers.Text.Utf8Parser.TryParse(answer[(place + name.Length)..], out int body, out _) ? head + 4 + body : throw new InvalidOperationException("Expected the length of the answer.");
    }
}

using System.Globalization;
using BertGen.Files;

namespace BertGen.Hub.Blocking;

/// <summary>The body of an answer: of a given length, in chunks, or up to the end of the connection.</summary>
internal sealed class BodyStream : ReadOnlyStream
{
    /// <summary>A rest that is shorter than this is read, so that the connection can be used again.</summary>
    private const int MaxRest = 1 << 14;

    private static readonly TimeSpan RestTimeout = TimeSpan.FromSeconds(1);

    private readonly Connection _connection;
    private readonly Action<Connection> _keep;
    private readonly ResponseHead _head;
    private readonly bool _isChunked;
    private long? _left; // Of the body, or of the chunk; null: up to the end of the connection.
    private bool _isFirstChunk = true;
    private bool _isOver;
    private bool _isReleased;

    /// <param name="connection">Where it comes from.</param>
    /// <param name="head">What stood before it.</param>
    /// <param name="isEmpty">Whether the request has no body for an answer, whatever the head says.</param>
    /// <param name="keep">Gets the connection back when it can be used again.</param>
    /// <exception cref="IOException">The head contradicts itself.</exception>
    public BodyStream(Connection connection, ResponseHead head, bool isEmpty, Action<Connection> keep)
    {
        (_connection, _head, _keep) = (connection, head, keep);
        string[] encodings = [.. head["Transfer-Encoding"]];
        if (isEmpty || head.Status is 204 or 304)
        {
            _left = 0;
        }
        else if (encodings.Length > 0)
        {
            _isChunked = encodings is [var encoding] && encoding.Equals("chunked", StringComparison.OrdinalIgnoreCase) ? true : throw new IOException("the body is encoded in an unknown way");
            _left = 0;
        }
        else
        {
            string[] lengths = [.. head["Content-Length"].Distinct()];
            _left = lengths.Length == 0 ? null
                : lengths.Length == 1 && long.TryParse(lengths[0], NumberStyles.None, CultureInfo.InvariantCulture, out long length) ? length
                : throw new IOException("the length of the body is not clear");
        }

        if (_left == 0 && !_isChunked)
        {
            End();
        }
    }

    /// <exception cref="TimeoutException">Nothing came in time.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public int Read(Span<byte> buffer, Deadline deadline)
    {
        _connection.Deadline = deadline;
        return Read(buffer);
    }

    public override int Read(Span<byte> buffer)
    {
        if (_isOver || buffer.IsEmpty || (_isChunked && _left == 0 && !NextChunk()))
        {
            return 0;
        }

        int read = _connection.Read(_left < buffer.Length ? buffer[..(int)_left.Value] : buffer);
        if (read == 0)
        {
            _isOver = true;
            return _left is null ? 0 : throw new IOException("the answer ended too early");
        }

        _left -= read;
        if (_left == 0 && !_isChunked)
        {
            End();
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (!_isReleased)
        {
            SkipRest();
            if (!_isReleased)
            {
                _isReleased = true;
                _connection.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    // The text of a redirect, mostly.
    private void SkipRest()
    {
        if (_isOver || _left is null or > MaxRest || !_head.KeepsConnection)
        {
            return;
        }

        try
        {
            byte[] rest = new byte[MaxRest];
            var deadline = new Deadline(RestTimeout, CancellationToken.None);
            for (int total = 0, read; total < MaxRest && (read = Read(rest, deadline)) > 0; total += read)
            {
            }
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            // Then the connection is closed.
        }
    }

    private bool NextChunk()
    {
        int left = Connection.MaxHeadLength;
        if (!_isFirstChunk && _connection.ReadLine(ref left) is not "")
        {
            throw new IOException("a chunk of the body has another length than it says");
        }

        _isFirstChunk = false;
        string line = _connection.ReadLine(ref left) ?? throw new IOException("the answer ended too early");
        if (!long.TryParse(line.Split(';')[0].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long length) || length < 0)
        {
            throw new IOException("a chunk of the body has no length");
        }

        _left = length;
        if (length > 0)
        {
            return true;
        }

        while ((_connection.ReadLine(ref left) ?? throw new IOException("the answer ended too early")).Length > 0)
        {
            // Headers behind the body: there is nothing in them for us.
        }

        End();
        return false;
    }

    private void End()
    {
        _isOver = true;
        if (!_isReleased && _head.KeepsConnection)
        {
            _isReleased = true;
            _keep(_connection);
        }
    }
}

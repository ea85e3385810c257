using BertGen.Files;

namespace BertGen.Bulk.Input.Lines;

/// <summary>Content whose first bytes were looked at, and are read once more unless they are dropped.</summary>
internal sealed class PrefixedStream : ReadOnlyStream
{
    private readonly Stream _content;
    private readonly byte[] _prefix;
    private int _next;

    /// <param name="content">The content; it is disposed with the stream.</param>
    /// <param name="count">Bytes to look at.</param>
    public PrefixedStream(Stream content, int count)
    {
        byte[] prefix = new byte[count];
        int read = content.ReadAtLeast(prefix, count, throwOnEndOfStream: false);
        (_content, _prefix) = (content, prefix[..read]);
    }

    /// <summary>The first bytes; fewer where there are no more.</summary>
    public ReadOnlySpan<byte> Prefix => _prefix;

    /// <summary>Leaves the first bytes out.</summary>
    /// <returns>How many these are.</returns>
    public int DropPrefix() => _next = _prefix.Length;

    public override int Read(Span<byte> buffer)
    {
        if (_next == _prefix.Length)
        {
            return _content.Read(buffer);
        }

        int count = Math.Min(buffer.Length, _prefix.Length - _next);
        _prefix.AsSpan(_next, count).CopyTo(buffer);
        _next += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
        }

        base.Dispose(disposing);
    }
}

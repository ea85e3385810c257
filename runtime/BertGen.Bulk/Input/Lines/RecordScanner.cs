namespace BertGen.Bulk.Input.Lines;

/// <summary>Cuts content in records, in bounded memory.</summary>
/// <param name="content">The content; it is disposed with the scanner.</param>
/// <param name="parser">Says where records end.</param>
/// <param name="position">Where in the file the content starts.</param>
/// <param name="maxRecord">A record of as many bytes is too long; no fewer than the first buffer has.</param>
internal sealed class RecordScanner(Stream content, RecordParser parser, long position, int maxRecord = RecordScanner.MaxRecord) : IDisposable
{
    /// <summary>A record of as many bytes is too long: a text of that length is none that a model embeds.</summary>
    public const int MaxRecord = 1 << 26;

    /// <summary>Bytes of the first buffer.</summary>
    public const int FirstBuffer = 1 << 16;

    // Every shard opens its files again: of a size that the collector keeps with what is short-lived.
    private byte[] _buffer = new byte[FirstBuffer];
    private int _start;
    private int _end;
    private bool _hasEnded;

    /// <summary>Where the next record starts.</summary>
    public long Position { get; private set; } = position;

    /// <summary>Whether the record was too long: what was returned is a part of it.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Reads a record, without the bytes that end it; it stays valid until the next one is read.</summary>
    /// <returns>Whether there was one.</returns>
    public bool TryRead(out ReadOnlySpan<byte> record)
    {
        int scanned = _start, state = 0;
        long dropped = 0;
        IsTooLong = false;
        while (true)
        {
            int found = parser.FindEnd(_buffer.AsSpan(scanned, _end - scanned), ref state);
            if (found >= 0)
            {
                int end = scanned + found;
                record = WithoutReturn(_buffer.AsSpan(_start, end - _start));
                Position += end + 1 - _start + dropped;
                _start = end + 1;
                return true;
            }

            scanned = _end;
            if (_hasEnded)
            {
                record = WithoutReturn(_buffer.AsSpan(_start, _end - _start));
                bool isRecord = _end > _start || dropped > 0;
                Position += _end - _start + dropped;
                _start = _end;
                return isRecord;
            }

            if (_end - _start >= maxRecord)
            {
                // Only its end is looked for from here on.
                IsTooLong = true;
                dropped += _end - _start;
                _start = scanned = _end = 0;
            }

            Fill(ref scanned);
        }
    }

    public void Dispose() => content.Dispose();

    private static ReadOnlySpan<byte> WithoutReturn(ReadOnlySpan<byte> record) => record is [.., (byte)'\r'] ? record[..^1] : record;

    private void Fill(ref int scanned)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            scanned -= _start;
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        int read = content.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _hasEnded = read == 0;
    }
}

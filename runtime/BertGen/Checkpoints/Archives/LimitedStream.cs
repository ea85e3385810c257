namespace BertGen.Checkpoints.Archives;

/// <summary>Unpacked bytes, as many as the packed ones can honestly be: the guard against archives that unpack without end.</summary>
internal sealed class LimitedStream(Stream unpacked, long packedLength, string path) : Stream
{
    // Trained weights hardly compress; text compresses about 4 to 1.
    private const int MaxRatio = 32;
    private const long AlwaysAllowed = 1 << 26;

    private readonly long _limit = AlwaysAllowed + (MaxRatio * packedLength);
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int count = unpacked.Read(buffer);
        _read += count;
        return _read <= _limit
            ? count
            : throw new CheckpointException(path, $"expected at most {_limit} bytes in this archive of {packedLength}, found more: weights do not compress like this.");
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            unpacked.Dispose();
        }

        base.Dispose(disposing);
    }
}

using BertGen.Files;

namespace BertGen.Checkpoints.Archives;

/// <summary>Unpacked bytes, as many as the packed ones can honestly be: the guard against archives that unpack without end.</summary>
internal sealed class LimitedStream(Stream unpacked, long packedLength, string path) : ReadOnlyStream
{
    // Trained weights hardly compress; text compresses about 4 to 1.
    private const int MaxRatio = 32;
    private const long AlwaysAllowed = 1 << 26;

    private readonly long _limit = AlwaysAllowed + (MaxRatio * packedLength);
    private long _read;

    public override long Position => _read;

    public override int Read(Span<byte> buffer)
    {
        int count = unpacked.Read(buffer);
        _read += count;
        return _read <= _limit
            ? count
            : throw new CheckpointException(path, $"expected at most {_limit} bytes in this archive of {packedLength}, found more: weights do not compress like this.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            unpacked.Dispose();
        }

        base.Dispose(disposing);
    }
}

using BertGen.Files;

namespace BertGen.Checkpoints;

/// <summary>Reads an open file from front to back; closing the stream leaves the file open.</summary>
internal sealed class OpenFileStream(OpenFile file) : ReadOnlyStream
{
    private long _position;

    public override long Position => _position;

    public override int Read(Span<byte> buffer)
    {
        int count = file.ReadSome(_position, buffer);
        _position += count;
        return count;
    }
}

namespace BertGen.Bulk.Protocol;

/// <summary>A file that is written, whose errors name it by the name that it will have.</summary>
/// <param name="file">The file.</param>
/// <param name="name">The name.</param>
internal sealed class NamedStream(FileStream file, string name) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => file.Length;

    public override long Position
    {
        get => file.Position;
        set => file.Position = value;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            file.Write(buffer);
        }
        catch (Exception e) when (e is IOException or ArgumentOutOfRangeException)
        {
            // The second where the file would become longer than the file system, or a limit of the process, allows.
            throw new BulkException($"{name} cannot be written: {e.Message}", e);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void SetLength(long value) => file.SetLength(value);
}

using System.Security.Cryptography;

namespace BertGen.Bulk.Protocol;

/// <summary>A file that is written, whose errors name it by the name that it will have. What is written is hashed meanwhile.</summary>
/// <param name="file">The file.</param>
/// <param name="name">The name.</param>
internal sealed class NamedStream(FileStream file, string name) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _hashed;
    private bool _isRewritten;

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
            _isRewritten |= file.Position != _hashed;
            file.Write(buffer);
            if (!_isRewritten)
            {
                _hash.AppendData(buffer);
                _hashed += buffer.Length;
            }
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

    /// <summary>The hash of all that was written, in hexadecimal digits; null where a place was written to more than once.</summary>
    public string? FindHash() => _isRewritten ? null : Convert.ToHexStringLower(_hash.GetCurrentHash());

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void SetLength(long value)
    {
        _isRewritten = true;
        file.SetLength(value);
    }

    protected override void Dispose(bool disposing)
    {
        // The file is its owner's.
        if (disposing)
        {
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }
}

using System.Security.Cryptography;
using BertGen.Files;

namespace BertGen.Bulk.Input;

/// <summary>A file that is hashed as it is read.</summary>
/// <param name="file">The file.</param>
internal sealed class HashedStream(FileStream file) : ReadOnlyStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _read;

    public override long Position => _read;

    public override int Read(Span<byte> buffer)
    {
        int read = file.Read(buffer);
        _hash.AppendData(buffer[..read]);
        _read += read;
        return read;
    }

    /// <summary>Reads what is left of the file.</summary>
    /// <returns>The hash of all of it.</returns>
    public string Finish()
    {
        byte[] rest = new byte[1 << 16];
        while (Read(rest) > 0)
        {
        }

        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }
}

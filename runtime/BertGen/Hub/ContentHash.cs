using System.Security.Cryptography;

namespace BertGen.Hub;

/// <summary>Compares a file with the hash that the hub names it by.</summary>
internal static class ContentHash
{
    /// <summary>The hash of a file, of the kind that the etag is; null where the etag is no hash.</summary>
    public static async Task<string?> OfAsync(string path, string etag, CancellationToken cancellation)
    {
        if (!etag.All(char.IsAsciiHexDigitLower) || etag.Length is not (40 or 64))
        {
            return null;
        }

        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
        using var hash = IncrementalHash.CreateHash(etag.Length == 64 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1);
        if (etag.Length == 40)
        {
            // git hashes a file with its type and length before it.
            hash.AppendData([.. "blob "u8, .. System.Text.Encoding.ASCII.GetBytes(FormattableString.Invariant($"{file.Length}")), 0]);
        }

        byte[] buffer = new byte[1 << 20];
        for (int read; (read = await file.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0;)
        {
            hash.AppendData(buffer, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

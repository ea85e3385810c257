using System.Security.Cryptography;

namespace BertGen.Hub;

/// <summary>Compares a file with the hash that the hub names it by.</summary>
internal static class ContentHash
{
    private const int GitLength = 40;
    private const int Sha256Length = 64;

    /// <summary>Whether a name is a hash: in either case, for some mirrors write capital letters.</summary>
    public static bool IsName(string name) => name.Length is GitLength or Sha256Length && name.All(char.IsAsciiHexDigit);

    /// <summary>The hash of a file where it is another than the name says; null where they fit, or the name is no hash.</summary>
    public static string? FindWrong(string path, string name, CancellationToken cancellation) =>
        IsName(name) && Of(path, name.Length, cancellation) is var hash && !hash.Equals(name, StringComparison.OrdinalIgnoreCase) ? hash : null;

    private static string Of(string path, int length, CancellationToken cancellation)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        using var hash = IncrementalHash.CreateHash(length == Sha256Length ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1);
        if (length == GitLength)
        {
            // git hashes a file with its type and length before it.
            hash.AppendData([.. "blob "u8, .. System.Text.Encoding.ASCII.GetBytes(FormattableString.Invariant($"{file.Length}")), 0]);
        }

        byte[] buffer = new byte[1 << 20];
        for (int read; (read = file.Read(buffer)) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

using System.Security.Cryptography;

namespace BertGen.Bulk.Protocol;

/// <summary>The SHA-256 of a file, in hexadecimal digits.</summary>
internal static class FileHash
{
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string Of(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}

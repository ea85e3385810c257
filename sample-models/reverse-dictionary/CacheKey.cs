using System.Security.Cryptography;
using System.Text;

namespace ReverseDictionary;

/// <summary>A hash of all that the vectors depend on.</summary>
internal static class CacheKey
{
    public const int Length = SHA256.HashSizeInBytes;

    /// <summary>Hashes the data and the model's configuration, vocabulary and weights.</summary>
    /// <exception cref="UserException">A file cannot be read.</exception>
    public static byte[] Compute(string modelFolder, string dataFile)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            foreach (string file in ModelFiles(modelFolder))
            {
                Append(hash, Path.GetFileName(file), file);
            }

            Append(hash, "data", dataFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"a file of the model or of the data cannot be read: {e.Message}", e);
        }

        return hash.GetHashAndReset();
    }

    private static IEnumerable<string> ModelFiles(string folder) => Directory.EnumerateFiles(folder)
        .Where(file => Path.GetExtension(file) is ".json" or ".txt" or ".safetensors")
        .Order(StringComparer.Ordinal);

    private static void Append(IncrementalHash hash, string name, string file)
    {
        using FileStream stream = File.OpenRead(file);
        // Name and length keep the borders between files apart.
        hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{stream.Length}\n"));
        byte[] buffer = new byte[1 << 20];
        for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            hash.AppendData(buffer, 0, read);
        }
    }
}

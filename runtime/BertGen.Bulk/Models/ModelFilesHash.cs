using System.Security.Cryptography;
using System.Text;
using BertGen.Bulk.Protocol;

namespace BertGen.Bulk.Models;

/// <summary>A hash over the files of a model folder, or over an archive.</summary>
internal static class ModelFilesHash
{
    // Folders of modules lie at the top; those of a router one below.
    private const int Depth = 2;

    private static readonly EnumerationOptions Options = new() { RecurseSubdirectories = true, MaxRecursionDepth = Depth };
    private static readonly string[] Extensions = [".json", ".txt", ".model", ".safetensors", ".bin", ".ckpt", ".index"];

    /// <summary>The hash; null where there is no such folder or file.</summary>
    /// <param name="path">A folder, or a file that has all.</param>
    public static string? Of(string path)
    {
        if (!Directory.Exists(path))
        {
            return File.Exists(path) ? FileHash.Of(path) : null;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string name in Directory.EnumerateFiles(path, "*", Options)
            .Where(file => Extensions.Contains(Path.GetExtension(file)) || Path.GetFileName(file).Contains(".ckpt.", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(path, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{FileHash.Of(Path.Combine(path, name))}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

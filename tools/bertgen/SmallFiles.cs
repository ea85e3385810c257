using BertGen.Common.Files;

namespace BertGen.Tool;

/// <summary>Copies what the compiler reads of a model: everything but the weights.</summary>
internal static class SmallFiles
{
    /// <returns>The files that were copied; those that are there already, with the same content, are not.</returns>
    /// <exception cref="UserException">A file is there with other content, or cannot be written; of the first, nothing is copied.</exception>
    public static IReadOnlyList<string> Copy(string model, string folder)
    {
        try
        {
            string[] missing = [.. NamesIn(model).Where(name => !IsThere(Path.Combine(model, name), Path.Combine(folder, name)))];
            foreach (string name in missing)
            {
                string target = Path.Combine(folder, name);
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
                File.WriteAllBytes(target, PlainFile.ReadAll(Path.Combine(model, name), FileLimits.BytesOf(name)));
            }

            return missing;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{folder}: the small files cannot be copied. {e.Message}", e);
        }
    }

    /// <summary>The files that the compiler reads, as paths below the folder.</summary>
    public static IReadOnlyList<string> NamesIn(string model) =>
        [.. Directory.EnumerateFiles(model, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(model, path))
            .Where(IsSmall)
            .Order(StringComparer.Ordinal)];

    private static bool IsSmall(string name) =>
        (name.EndsWith(".json", StringComparison.Ordinal) && !name.EndsWith(".index.json", StringComparison.Ordinal))
        || name.EndsWith(".txt", StringComparison.Ordinal);

    private static bool IsThere(string source, string target)
    {
        if (!File.Exists(target))
        {
            return false;
        }

        return Read(source).AsSpan().SequenceEqual(Read(target))
            ? true
            : throw new UserException($"{target} is there with other content; nothing was copied. Remove it, or choose another folder.");
    }

    private static byte[] Read(string path) => PlainFile.ReadAll(path, FileLimits.BytesOf(Path.GetFileName(path)));
}

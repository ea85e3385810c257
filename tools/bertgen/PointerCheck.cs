using BertGen.Checkpoints;

namespace BertGen.Tool;

/// <summary>Finds text files of a model folder that were not fetched: loading the weights reads only some of them.</summary>
internal static class PointerCheck
{
    /// <returns>One line for each file that Git left a pointer of; none where the path is no folder.</returns>
    /// <exception cref="UserException">A file cannot be read.</exception>
    public static IReadOnlyList<string> Run(string path)
    {
        if (!Directory.Exists(path))
        {
            return [];
        }

        try
        {
            return [.. SmallFiles.NamesIn(path)
                .Where(name => LfsPointer.Is(StartOf(Path.Combine(path, name))))
                .Select(name => $"pointer     {name}: expected text, {LfsPointer.Found}")];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path}: the small files cannot be read. {e.Message}", e);
        }
    }

    private static byte[] StartOf(string path)
    {
        using FileStream file = File.OpenRead(path);
        byte[] start = new byte[LfsPointer.StartLength];
        return start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
    }
}

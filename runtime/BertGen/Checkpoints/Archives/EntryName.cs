namespace BertGen.Checkpoints.Archives;

/// <summary>Refuses the entries that no archive of a model has: those that lead out of it, links, and devices.</summary>
internal static class EntryName
{
    /// <returns>The name without a leading <c>./</c>.</returns>
    /// <exception cref="CheckpointException">The entry is refused.</exception>
    public static string Check(TarEntry entry, string path)
    {
        string name = entry.Name;
        while (name.StartsWith("./", StringComparison.Ordinal))
        {
            name = name[2..];
        }

        if (name.StartsWith('/') || name.AsSpan().IndexOfAny("\\:\0") >= 0 || name.Split('/').Contains(".."))
        {
            throw new CheckpointException(path, $"expected names within this archive, found '{entry.Name}', which leads out of it.");
        }

        return entry.IsFile || entry.IsFolder
            ? name
            : throw new CheckpointException(path, $"expected files and folders in this archive, found '{entry.Name}', which is a link or a device.");
    }
}

namespace BertGen.Sharing;

/// <summary>Follows the links of a path, so that every spelling of a place is the same.</summary>
internal static class RealPath
{
    /// <summary>As many as operating systems follow; more are a circle.</summary>
    private const int MostLinks = 40;

    /// <exception cref="IOException">The path cannot be looked at, or its links lead in a circle.</exception>
    public static string Of(string path)
    {
        string rest = Path.GetFullPath(path);
        for (int links = 0; links <= MostLinks; links++)
        {
            if (FollowFirstLink(rest) is not { } followed)
            {
                return rest;
            }

            rest = followed;
        }

        throw new IOException($"{path}: the links lead in a circle.");
    }

    /// <summary>The path with its first link replaced by what it points to, or null where it has none.</summary>
    private static string? FollowFirstLink(string path)
    {
        string root = Path.GetPathRoot(path)!;
        string[] parts = path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        string parent = root;
        for (int i = 0; i < parts.Length; i++)
        {
            string part = Path.Combine(parent, parts[i]);
            if (new FileInfo(part).LinkTarget is { } target)
            {
                return Path.GetFullPath(Path.Combine([target, .. parts.AsSpan(i + 1)]), parent);
            }

            parent = part;
        }

        return null;
    }
}

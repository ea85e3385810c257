namespace BertGen.Generator.Common;

/// <summary>
/// Paths as text: generators must not touch the file system, and every path is compared in one spelling
/// (forward slashes, no <c>.</c> or <c>..</c> segment that can be resolved).
/// </summary>
internal static class PathText
{
    public static string Normalize(string path)
    {
        string text = path.Replace('\\', '/');
        bool rooted = text.StartsWith("/", StringComparison.Ordinal);
        var segments = new List<string>();
        foreach (string segment in text.Split('/'))
        {
            bool canClimb = segments.Count > 0 && segments[segments.Count - 1] != "..";
            if (segment is "" or ".")
            {
                continue;
            }

            if (segment != ".." || (!canClimb && !rooted))
            {
                segments.Add(segment);
            }
            else if (canClimb)
            {
                segments.RemoveAt(segments.Count - 1);
            }
        }

        return (rooted ? "/" : "") + string.Join("/", segments);
    }

    public static string Combine(string folder, string path) => Normalize(folder + "/" + path);

    public static bool IsRooted(string path) => path.Length > 0 && (path[0] is '/' or '\\' || HasDrive(path));

    public static string Folder(string path)
    {
        int slash = path.LastIndexOf('/');
        return slash < 0 ? "" : path.Substring(0, slash);
    }

    public static string FileName(string path) => path.Substring(path.LastIndexOf('/') + 1);

    /// <summary>Paths with a drive letter come from a file system that ignores case.</summary>
    public static bool AreSame(string left, string right) => string.Equals(left, right, ComparisonFor(left));

    /// <summary>The path as seen from a folder: <c>../elsewhere/model</c>; unchanged when they share no root.</summary>
    public static string Relative(string folder, string path)
    {
        StringComparison comparison = ComparisonFor(path);
        string[] from = Normalize(folder).Split('/');
        string[] to = path.Split('/');
        int shared = 0;
        while (shared < from.Length && shared < to.Length && string.Equals(from[shared], to[shared], comparison))
        {
            shared++;
        }

        if (shared == 0)
        {
            return path;
        }

        IEnumerable<string> up = Enumerable.Repeat("..", from.Length - shared);
        string relative = string.Join("/", up.Concat(to.Skip(shared)));
        return relative.Length == 0 ? "." : relative;
    }

    private static StringComparison ComparisonFor(string path) =>
        HasDrive(path) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private static bool HasDrive(string path) => path.Length > 1 && path[1] == ':';
}

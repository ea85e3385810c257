namespace BertGen.Hub;

/// <summary>Shows a content under the name that a commit has for it.</summary>
internal static class SnapshotLink
{
    /// <summary>Behind the name of a content: the copy of it that is on its way into a snapshot.</summary>
    public const string CopyEnd = ".copy" + RepositoryCache.PartialEnd;

    /// <summary>Links relatively, so that the cache can be moved. Where links cannot be made, a new content is moved and an old one copied.</summary>
    public static void Create(string blob, string path, bool isNewBlob, bool useSymlinks)
    {
        string folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        if (useSymlinks && TryLink(path, Path.GetRelativePath(folder, blob)))
        {
            return;
        }

        if (isNewBlob)
        {
            File.Move(blob, path, overwrite: true);
            return;
        }

        // Under one name, which the next download clears away if this one is killed.
        string temporary = blob + CopyEnd;
        File.Delete(temporary);
        File.Copy(blob, temporary);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Whether there is a content under this name: a link whose content was removed does not count.</summary>
    public static bool HasContent(string path) =>
        File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is not { Exists: false };

    /// <summary>The content that a link leads to; null where the snapshot has the file itself.</summary>
    public static string? FindBlob(string path) => File.ResolveLinkTarget(path, returnFinalTarget: false)?.FullName;

    private static bool TryLink(string path, string target)
    {
        try
        {
            File.Delete(path); // A link to a content that was removed.
            File.CreateSymbolicLink(path, target);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            return false;
        }
    }
}

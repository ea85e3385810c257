using BertGen.Files;

namespace BertGen.Hub;

/// <summary>
/// One repository in the cache that is shared with the Python library: contents under their etag in <c>blobs</c>, the
/// commit of every branch in <c>refs</c>, and a folder of links for every commit in <c>snapshots</c>.
/// </summary>
internal sealed class RepositoryCache(string cacheFolder, string repository)
{
    private readonly string _name = "models--" + repository.Replace("/", "--", StringComparison.Ordinal);

    /// <summary>Behind the name of a content: the part of it that has been received.</summary>
    public const string PartialEnd = ".incomplete";

    public string Repository => repository;

    public string Folder => Path.Combine(cacheFolder, _name);

    public string BlobPath(string etag) => Path.Combine(Folder, "blobs", etag);

    public string LockPath(string etag) => Path.Combine(cacheFolder, ".locks", _name, etag + ".lock");

    public string SnapshotFolder(string commit) => Path.Combine(Folder, "snapshots", commit);

    public string SnapshotPath(string commit, string file) => RelativePath.Under(SnapshotFolder(commit), file);

    /// <summary>The lock of all of <c>refs</c>.</summary>
    public string ReferenceLockPath => Path.Combine(cacheFolder, ".locks", _name, "refs.lock");

    // Not in refs: the Python library takes every file there for a revision.
    private string PartialReferencePath => Path.Combine(Folder, ".ref" + PartialEnd);

    /// <summary>The path of an empty file that says: this commit has no such file.</summary>
    public string AbsencePath(string commit, string file) => RelativePath.Under(Path.Combine(Folder, ".no_exist", commit), file);

    /// <summary>The commit that a revision was when it was last fetched, or null.</summary>
    public string? FindCommit(string revision)
    {
        if (ModelName.IsCommit(revision))
        {
            return revision;
        }

        return CacheFile.ReadText(ReferencePath(revision)) is { } commit && ModelName.IsCommit(commit) ? commit : null;
    }

    /// <summary>Writes what commit a revision is; the caller holds <see cref="ReferenceLockPath"/>.</summary>
    public void SetCommit(string revision, string commit)
    {
        string path = ReferencePath(revision);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (FileStream file = CacheFile.Create(PartialReferencePath))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(commit));
            Disk.System.Sync(file.SafeFileHandle, PartialReferencePath);
        }

        Disk.System.Rename(PartialReferencePath, path);
    }

    /// <summary>Removes what downloads left that were killed, and that this one had no use for: parts of contents that are no longer asked for.</summary>
    public void RemoveLeftovers()
    {
        string blobs = Path.Combine(Folder, "blobs");
        foreach (string partial in Directory.Exists(blobs) ? Directory.GetFiles(blobs, "*" + PartialEnd) : [])
        {
            string name = Path.GetFileName(partial);
            string tag = name.EndsWith(SnapshotLink.CopyEnd, StringComparison.Ordinal) ? name[..^SnapshotLink.CopyEnd.Length] : name[..^PartialEnd.Length];
            RemoveUnlessHeld(partial, LockPath(tag));
        }

        if (File.Exists(PartialReferencePath))
        {
            RemoveUnlessHeld(PartialReferencePath, ReferenceLockPath);
        }
    }

    // Whoever holds the lock is at work on it.
    private static void RemoveUnlessHeld(string path, string lockPath)
    {
        using IDisposable? held = CacheLock.TryAcquire(lockPath);
        if (held is not null)
        {
            File.Delete(path);
        }
    }

    private string ReferencePath(string revision) => RelativePath.Under(Path.Combine(Folder, "refs"), revision);
}

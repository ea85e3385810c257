namespace BertGen.Hub;

/// <summary>
/// One repository in the cache that is shared with the Python library: contents under their etag in <c>blobs</c>, the
/// commit of every branch in <c>refs</c>, and a folder of links for every commit in <c>snapshots</c>.
/// </summary>
internal sealed class RepositoryCache(string cacheFolder, string repository)
{
    private readonly string _name = "models--" + repository.Replace("/", "--", StringComparison.Ordinal);

    public string Repository => repository;

    public string Folder => Path.Combine(cacheFolder, _name);

    public string BlobPath(string etag) => Path.Combine(Folder, "blobs", etag);

    public string LockPath(string etag) => Path.Combine(cacheFolder, ".locks", _name, etag + ".lock");

    public string SnapshotFolder(string commit) => Path.Combine(Folder, "snapshots", commit);

    public string SnapshotPath(string commit, string file) => RelativePath.Under(SnapshotFolder(commit), file);

    /// <summary>The path of an empty file that says: this commit has no such file.</summary>
    public string AbsencePath(string commit, string file) => RelativePath.Under(Path.Combine(Folder, ".no_exist", commit), file);

    /// <summary>The commit that a revision was when it was last fetched, or null.</summary>
    public string? FindCommit(string revision)
    {
        if (ModelName.IsCommit(revision))
        {
            return revision;
        }

        string path = ReferencePath(revision);
        return File.Exists(path) && File.ReadAllText(path).Trim() is var commit && ModelName.IsCommit(commit) ? commit : null;
    }

    public void SetCommit(string revision, string commit)
    {
        if (revision == commit || FindCommit(revision) == commit)
        {
            return;
        }

        string path = ReferencePath(revision);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string temporary = $"{path}.{Path.GetRandomFileName()}";
        File.WriteAllText(temporary, commit);
        File.Move(temporary, path, overwrite: true);
    }

    private string ReferencePath(string revision) => RelativePath.Under(Path.Combine(Folder, "refs"), revision);
}

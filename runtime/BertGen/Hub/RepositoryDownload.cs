namespace BertGen.Hub;

/// <summary>Fetches files of one repository into the cache.</summary>
internal sealed class RepositoryDownload(HubSettings settings, ModelName name, IProgress<DownloadProgress>? progress)
{
    private readonly RepositoryCache _cache = new(settings.CacheFolder, name.Repository);
    private readonly WebClient _web = new(settings);

    /// <summary>Whether the hub has answered.</summary>
    public bool IsReached { get; private set; }

    public RepositoryCache Cache => _cache;

    /// <summary>The commit that the revision is today; a commit is known without asking.</summary>
    public async Task<string> FindCommitAsync(string file, CancellationToken cancellation)
    {
        if (ModelName.IsCommit(name.Revision))
        {
            return name.Revision;
        }

        HubFile label = Label(file);
        FileMetadata metadata = await AskAsync(label, name.Revision, cancellation).ConfigureAwait(false);
        return metadata.Commit is { } commit && ModelName.IsCommit(commit)
            ? commit
            : throw label.Error(HubFailure.BadAnswer, $"{settings.Endpoint.Host} does not tell the commit (X-Repo-Commit): expected 40 hexadecimal digits, found {(metadata.Commit is null ? "none" : $"'{metadata.Commit}'")}.");
    }

    /// <summary>A file in the cache, fetched unless it is there.</summary>
    /// <returns>Its path; null where the commit has no such file.</returns>
    public async Task<string?> TryFetchAsync(string commit, string file, CancellationToken cancellation)
    {
        try
        {
            return File.Exists(_cache.AbsencePath(commit, file)) ? null : await FetchAsync(commit, file, cancellation).ConfigureAwait(false);
        }
        catch (HubException e) when (e.Failure == HubFailure.NotFound)
        {
            string absence = _cache.AbsencePath(commit, file);
            Directory.CreateDirectory(Path.GetDirectoryName(absence)!);
            new FileStream(absence, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite).Dispose();
            return null;
        }
    }

    /// <summary>A file in the cache, fetched unless it is there.</summary>
    /// <exception cref="HubException">It cannot be fetched, or the commit has no such file.</exception>
    public async Task<string> FetchAsync(string commit, string file, CancellationToken cancellation)
    {
        string path = _cache.SnapshotPath(commit, file);
        if (SnapshotLink.HasContent(path))
        {
            return path;
        }

        HubFile label = Label(file);
        FileMetadata metadata = await AskAsync(label, commit, cancellation).ConfigureAwait(false);
        string tag = metadata.ETag is { } found && RelativePath.IsSafe(found) && !found.Contains('/')
            ? found
            : throw label.Error(HubFailure.BadAnswer, $"expected an etag that can name a file, found {(metadata.ETag is null ? "none" : $"'{metadata.ETag}'")}.");
        string blob = _cache.BlobPath(tag);
        Directory.CreateDirectory(Path.GetDirectoryName(blob)!);
        using (await CacheLock.AcquireAsync(_cache.LockPath(tag), cancellation).ConfigureAwait(false))
        {
            // Another process may have fetched it while this one waited.
            if (SnapshotLink.HasContent(path))
            {
                return path;
            }

            bool isNew = !File.Exists(blob);
            if (isNew)
            {
                string partial = blob + ".incomplete";
                RemoteFile remote = RemoteFile.OnHub(settings, label, commit);
                await new ResumableDownload(settings, _web, remote, metadata, partial, progress).RunAsync(cancellation).ConfigureAwait(false);
                File.Move(partial, blob);
            }

            SnapshotLink.Create(blob, path, isNew, settings.UseSymlinks);
            return path;
        }
    }

    private async Task<FileMetadata> AskAsync(HubFile label, string revision, CancellationToken cancellation)
    {
        try
        {
            FileMetadata metadata = await _web.AskAsync(RemoteFile.OnHub(settings, label, revision), cancellation).ConfigureAwait(false);
            IsReached = true;
            return metadata;
        }
        catch (HubException e) when (e.Failure is not (HubFailure.Unreachable or HubFailure.Offline))
        {
            IsReached = true;
            throw;
        }
    }

    private HubFile Label(string file) => new(name.Repository, name.Revision, file);
}

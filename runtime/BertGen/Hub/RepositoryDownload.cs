using BertGen.Files;

namespace BertGen.Hub;

/// <summary>Fetches files of one repository into the cache.</summary>
internal sealed class RepositoryDownload(DownloadTools tools, ModelName name)
{
    private readonly HubSettings _settings = tools.Settings;
    private readonly RepositoryCache _cache = new(tools.Settings.CacheFolder, name.Repository);
    private readonly WebClient _web = new(tools);

    /// <summary>Whether the hub has answered.</summary>
    public bool IsReached { get; private set; }

    public RepositoryCache Cache => _cache;

    /// <summary>The commit that the revision is today; a commit is known without asking.</summary>
    public async ValueTask<string> FindCommitAsync(string file, CancellationToken cancellation)
    {
        if (ModelName.IsCommit(name.Revision))
        {
            return name.Revision;
        }

        HubFile label = Label(file);
        FileMetadata metadata = await AskAsync(label, name.Revision, cancellation).ConfigureAwait(false);
        return metadata.Commit is { } commit && ModelName.IsCommit(commit)
            ? commit
            : throw label.Error(HubFailure.BadAnswer, $"{_settings.Endpoint.Host} does not tell the commit (X-Repo-Commit): expected 40 hexadecimal digits, found {(metadata.Commit is null ? "none" : $"'{metadata.Commit}'")}.");
    }

    /// <summary>A file in the cache, fetched unless it is there.</summary>
    /// <returns>Its path; null where the commit has no such file.</returns>
    public async ValueTask<string?> TryFetchAsync(string commit, string file, CancellationToken cancellation)
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

    /// <summary>A file in the cache, fetched unless it is there, or if it is there but damaged.</summary>
    /// <exception cref="HubException">It cannot be fetched, or the commit has no such file.</exception>
    public async ValueTask<string> FetchAsync(string commit, string file, CancellationToken cancellation)
    {
        string path = _cache.SnapshotPath(commit, file);
        HubFile label = Label(file);
        if (SnapshotLink.HasContent(path))
        {
            if (SnapshotLink.FindBlob(path) is not { } present || ContentHash.FindWrong(present, Path.GetFileName(present), cancellation) is null)
            {
                return path;
            }

            using (await CacheLock.AcquireAsync(_cache.LockPath(Path.GetFileName(present)), label, tools, cancellation).ConfigureAwait(false))
            {
                File.Delete(path);
            }
        }

        FileMetadata metadata = await AskAsync(label, commit, cancellation).ConfigureAwait(false);
        string tag = metadata.ETag is { } found && RelativePath.IsSafe(found) && !found.Contains('/')
            ? found
            : throw label.Error(HubFailure.BadAnswer, $"expected an etag that can name a file, found {(metadata.ETag is null ? "none" : $"'{metadata.ETag}'")}.");
        string blob = _cache.BlobPath(tag);
        Directory.CreateDirectory(Path.GetDirectoryName(blob)!);
        using (await CacheLock.AcquireAsync(_cache.LockPath(tag), label, tools, cancellation).ConfigureAwait(false))
        {
            // Another process may have fetched it while this one waited.
            if (SnapshotLink.HasContent(path))
            {
                return path;
            }

            bool isNew = !IsWhole(blob, tag, metadata.Size, cancellation);
            if (isNew)
            {
                string partial = blob + RepositoryCache.PartialEnd;
                RemoteFile remote = RemoteFile.OnHub(_settings, label, commit);
                await new ResumableDownload(tools, _web, remote, metadata, partial, FileLimits.Of(file)).RunAsync(cancellation).ConfigureAwait(false);
                Disk.System.Rename(partial, blob);
            }

            SnapshotLink.Create(blob, path, isNew, _settings.UseSymlinks);
            return path;
        }
    }

    /// <summary>Writes what commit the revision is.</summary>
    public async ValueTask SetCommitAsync(string commit, CancellationToken cancellation)
    {
        if (name.Revision == commit || _cache.FindCommit(name.Revision) == commit)
        {
            return;
        }

        using (await CacheLock.AcquireAsync(_cache.ReferenceLockPath, new HubFile(name.Repository, name.Revision), tools, cancellation).ConfigureAwait(false))
        {
            _cache.SetCommit(name.Revision, commit);
        }
    }

    // A content of an earlier time may have been cut or changed since: its name tells what it was. Damaged, it goes.
    private static bool IsWhole(string blob, string tag, long? size, CancellationToken cancellation)
    {
        var found = new FileInfo(blob);
        if (!found.Exists)
        {
            return false;
        }

        if (found.LinkTarget is null && (size is null || found.Length == size) && ContentHash.FindWrong(blob, tag, cancellation) is null)
        {
            return true;
        }

        File.Delete(blob);
        return false;
    }

    private async ValueTask<FileMetadata> AskAsync(HubFile label, string revision, CancellationToken cancellation)
    {
        try
        {
            FileMetadata metadata = await _web.AskAsync(RemoteFile.OnHub(_settings, label, revision), cancellation).ConfigureAwait(false);
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

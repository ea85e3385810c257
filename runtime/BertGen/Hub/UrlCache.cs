using System.Security.Cryptography;
using System.Text;
using BertGen.Files;

namespace BertGen.Hub;

/// <summary>
/// The file behind one URL: a folder for the URL, in it one for each version that was seen, the name of the last one, and a
/// lock for all of it.
/// </summary>
internal sealed class UrlCache(HubSettings settings, Uri url)
{
    private const string UnknownVersion = "unversioned";
    private const string PartialEnd = RepositoryCache.PartialEnd;
    private const int MaxChanges = 3;

    private readonly HubFile _label = RemoteFile.AtUrl(url).Label;

    // Archives and weights are told apart by the ends of their names.
    private readonly string _name = Uri.UnescapeDataString(url.Segments[^1]) is var last && RelativePath.IsSafe(last) && !last.Contains('/') ? last : "model";

    private string Folder => Path.Combine(settings.UrlCacheFolder, KeyOf(url.AbsoluteUri));

    private string LatestPath => Path.Combine(Folder, "latest");

    /// <summary>The file as it was last fetched, or null.</summary>
    public string? Find() =>
        CacheFile.ReadText(LatestPath) is { } version && RelativePath.IsSafe(version) && PathOf(version) is var path && File.Exists(path) ? path : null;

    /// <summary>The file as it is today, fetched unless it is there.</summary>
    /// <exception cref="HubException">It cannot be fetched.</exception>
    public async ValueTask<string> DownloadAsync(DownloadTools tools, CancellationToken cancellation)
    {
        for (int changes = 0; ; changes++)
        {
            try
            {
                return await DownloadVersionAsync(tools, cancellation).ConfigureAwait(false);
            }
            catch (ContentChangedException e)
            {
                if (changes == MaxChanges)
                {
                    throw _label.Error(HubFailure.Damaged, $"expected the version {e.Expected}, found {e.Found ?? "none"}: it changes again and again while it is downloaded.", e);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw _label.Error(HubFailure.Storage, $"the cache {settings.UrlCacheFolder} cannot be used. {e.Message}", e);
            }
        }
    }

    private async ValueTask<string> DownloadVersionAsync(DownloadTools tools, CancellationToken cancellation)
    {
        var web = new WebClient(tools);
        RemoteFile remote = RemoteFile.AtUrl(url);
        FileMetadata metadata = await web.AskAsync(remote, cancellation).ConfigureAwait(false);
        string version = metadata.ETag is { } tag ? KeyOf(tag) : UnknownVersion;
        string path = PathOf(version);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (await CacheLock.AcquireAsync(Path.Combine(Folder, "lock"), _label, tools, cancellation).ConfigureAwait(false))
        {
            if (version == UnknownVersion || !IsWhole(path, metadata))
            {
                string partial = path + PartialEnd;
                await new ResumableDownload(tools, web, remote, metadata, partial, settings.MaxUrlFileBytes).RunAsync(cancellation).ConfigureAwait(false);
                Disk.System.Rename(partial, path);
            }

            SetLatest(version);
            RemoveLeftovers();
            return path;
        }
    }

    private static bool IsWhole(string path, FileMetadata metadata) =>
        new FileInfo(path) is { Exists: true, LinkTarget: null } found && (metadata.Size is null || found.Length == metadata.Size);

    private void SetLatest(string version)
    {
        if (CacheFile.ReadText(LatestPath) == version)
        {
            return;
        }

        string partial = LatestPath + PartialEnd;
        using (FileStream file = CacheFile.Create(partial))
        {
            file.Write(Encoding.ASCII.GetBytes(version));
            Disk.System.Sync(file.SafeFileHandle, partial);
        }

        Disk.System.Rename(partial, LatestPath);
    }

    // Of downloads that were killed: this one holds the lock, and has what it needs.
    private void RemoveLeftovers()
    {
        foreach (string partial in Directory.GetFiles(Folder, "*" + PartialEnd, SearchOption.AllDirectories))
        {
            File.Delete(partial);
        }
    }

    private string PathOf(string version) => Path.Combine(Folder, version, _name);

    private static string KeyOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
}

using System.Security.Cryptography;
using System.Text;

namespace BertGen.Hub;

/// <summary>
/// The file behind one URL: a folder for the URL, in it one for each version that was seen, and the name of the last one.
/// </summary>
internal sealed class UrlCache(HubSettings settings, Uri url)
{
    private const string UnknownVersion = "unversioned";
    private const int MaxChanges = 3;

    private readonly HubFile _label = RemoteFile.AtUrl(url).Label;

    // Archives and weights are told apart by the ends of their names.
    private readonly string _name = Uri.UnescapeDataString(url.Segments[^1]) is var last && RelativePath.IsSafe(last) && !last.Contains('/') ? last : "model";

    private string Folder => Path.Combine(settings.UrlCacheFolder, KeyOf(url.AbsoluteUri));

    private string LatestPath => Path.Combine(Folder, "latest");

    /// <summary>The file as it was last fetched, or null.</summary>
    public string? Find() =>
        File.Exists(LatestPath) && File.ReadAllText(LatestPath).Trim() is var version && RelativePath.IsSafe(version) && PathOf(version) is var path && File.Exists(path)
            ? path
            : null;

    /// <summary>The file as it is today, fetched unless it is there.</summary>
    /// <exception cref="HubException">It cannot be fetched.</exception>
    public async Task<string> DownloadAsync(IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        for (int changes = 0; ; changes++)
        {
            try
            {
                return await DownloadVersionAsync(progress, cancellation).ConfigureAwait(false);
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

    private async Task<string> DownloadVersionAsync(IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        var web = new WebClient(settings);
        RemoteFile remote = RemoteFile.AtUrl(url);
        FileMetadata metadata = await web.AskAsync(remote, cancellation).ConfigureAwait(false);
        string version = metadata.ETag is { } tag ? KeyOf(tag) : UnknownVersion;
        string path = PathOf(version);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (await CacheLock.AcquireAsync(path + ".lock", cancellation).ConfigureAwait(false))
        {
            if (version == UnknownVersion || !File.Exists(path))
            {
                string partial = path + ".incomplete";
                await new ResumableDownload(settings, web, remote, metadata, partial, progress).RunAsync(cancellation).ConfigureAwait(false);
                File.Move(partial, path, overwrite: true);
            }

            string temporary = $"{LatestPath}.{Path.GetRandomFileName()}";
            await File.WriteAllTextAsync(temporary, version, cancellation).ConfigureAwait(false);
            File.Move(temporary, LatestPath, overwrite: true);
            return path;
        }
    }

    private string PathOf(string version) => Path.Combine(Folder, version, _name);

    private static string KeyOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
}

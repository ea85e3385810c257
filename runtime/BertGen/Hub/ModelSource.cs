using System.Diagnostics.CodeAnalysis;
using BertGen.Checkpoints;

namespace BertGen.Hub;

/// <summary>Turns what a user names as a model into a path on this machine.</summary>
public static class ModelSource
{
    /// <summary>
    /// Finds a model: a local file or folder, else a name or URL in the cache. Only where that has none, and only if
    /// asked, it is downloaded.
    /// </summary>
    /// <param name="source">
    /// A path; a name such as <c>bert-base-uncased</c> or <c>sentence-transformers/all-MiniLM-L6-v2</c>, with a branch,
    /// tag or commit behind an <c>@</c> if not <c>main</c> is meant; or the URL of a file.
    /// </param>
    /// <param name="download">Whether to fetch what is neither a path nor in the cache.</param>
    /// <param name="settings">Null: those of the environment.</param>
    /// <returns>A file or a folder. A path that does not exist and cannot be a name is returned as it is.</returns>
    /// <exception cref="HubException">There is no such model here, or it could not be fetched.</exception>
    public static string Resolve(string source, bool download = false, HubSettings? settings = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        if (File.Exists(source) || Directory.Exists(source))
        {
            return source;
        }

        if (TryParseUrl(source, out Uri? url))
        {
            return ResolveUrl(url, download, settings ?? HubSettings.FromEnvironment());
        }

        if (source.Contains("://", StringComparison.Ordinal))
        {
            throw new HubFile(AddressText.Of(source)).Error(HubFailure.NotFound, "expected an http or https address, a path, or a name of a model.");
        }

        return ModelName.TryParse(source, out ModelName? name)
            ? ResolveName(source, name, download, settings ?? HubSettings.FromEnvironment())
            : source;
    }

    /// <summary>Whether a source is the address of a file on the web.</summary>
    internal static bool TryParseUrl(string source, [NotNullWhen(true)] out Uri? url) =>
        Uri.TryCreate(source, UriKind.Absolute, out url) && url.Scheme is "http" or "https";

    private static string ResolveName(string source, ModelName name, bool download, HubSettings settings)
    {
        CachedModel cached = CachedModel.Find(name, settings);
        if (cached.Folder is { } folder)
        {
            return folder;
        }

        bool isPath = MissingPath.IsMeant(source);
        if (download)
        {
            try
            {
                return Wait(() => new ModelDownload(settings, name, progress: null).RunAsync(CancellationToken.None)).Folder;
            }
            catch (HubException e) when (isPath && e.Failure is HubFailure.NotFound or HubFailure.Denied)
            {
                throw Label(name).Error(e.Failure, $"there is no file or folder {Path.GetFullPath(source)}.{MissingPath.Advice(source)} The hub has no such model that may be read either: {e.Message}", e);
            }
        }

        throw Label(name).Error(HubFailure.NotCached, $"there is no file or folder {Path.GetFullPath(source)}" + (isPath
            ? $", and no such model in the cache.{MissingPath.Advice(source)}"
            : $", and {cached.Lack}. To download it, pass download: true, or run: bertgen fetch {source}"));
    }

    private static string ResolveUrl(Uri url, bool download, HubSettings settings)
    {
        var cache = new UrlCache(settings, url);
        if (cache.Find() is { } path)
        {
            return path;
        }

        return download
            ? Wait(() => cache.DownloadAsync(progress: null, CancellationToken.None))
            : throw RemoteFile.AtUrl(url).Label.Error(HubFailure.NotCached, $"the cache {settings.UrlCacheFolder} has no such file. To download it, pass download: true, or run bertgen fetch with this URL.");
    }

    private static HubFile Label(ModelName name) => new(name.Repository, name.Revision);

    // On the pool, so that a caller with a synchronisation context of its own does not wait for itself.
    private static T Wait<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();
}

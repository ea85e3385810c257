using System.Diagnostics.CodeAnalysis;
using BertGen.Checkpoints;
using BertGen.Files;
using BertGen.Hub.Blocking;

namespace BertGen.Hub;

/// <summary>Turns what a user names as a model into a path on this machine.</summary>
public static class ModelSource
{
    /// <summary>
    /// Finds a model: a local file or folder, else a name or URL in the cache. Only where that has none, and only if
    /// asked, it is downloaded. Relative paths start from the working directory, and then from the folder of the program.
    /// </summary>
    /// <param name="source">
    /// A path; a name such as <c>bert-base-uncased</c> or <c>sentence-transformers/all-MiniLM-L6-v2</c>, with a branch,
    /// tag or commit behind an <c>@</c> if not <c>main</c> is meant; or the URL of a file.
    /// </param>
    /// <param name="download">Whether to fetch what is neither a path nor in the cache. The calling thread waits for it, and no other thread: a busy thread pool does not matter.</param>
    /// <param name="settings">Null: those of the environment.</param>
    /// <param name="progress">Told how far each file is, and that another process is waited for.</param>
    /// <param name="cancellationToken">Ends the download; what has been received is kept, and continued by the next.</param>
    /// <returns>A file or a folder. A config stands for its folder. A path that does not exist and cannot be a name is returned as it is.</returns>
    /// <exception cref="HubException">There is no such model here, or it could not be fetched.</exception>
    public static string Resolve(
        string source, bool download = false, HubSettings? settings = null, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var waiting = new BlockingWaiting();
        return BlockingWaiting.ResultOf(ResolveAsync(source, download, settings, progress, waiting, cancellationToken));
    }

    /// <summary>Finds a model like <see cref="Resolve"/>, and gives the calling thread back while it is downloaded.</summary>
    /// <param name="source">A path, a name, or the URL of a file.</param>
    /// <param name="download">Whether to fetch what is neither a path nor in the cache.</param>
    /// <param name="settings">Null: those of the environment.</param>
    /// <param name="progress">Told how far each file is, and that another process is waited for.</param>
    /// <param name="cancellationToken">Ends the download; what has been received is kept, and continued by the next.</param>
    /// <returns>A file or a folder. A config stands for its folder. A path that does not exist and cannot be a name is returned as it is.</returns>
    /// <exception cref="HubException">There is no such model here, or it could not be fetched.</exception>
    public static Task<string> ResolveAsync(
        string source, bool download = false, HubSettings? settings = null, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default) =>
        ResolveAsync(source, download, settings, progress, PooledWaiting.Instance, cancellationToken).AsTask();

    /// <summary>Whether a source is the address of a file on the web.</summary>
    internal static bool TryParseUrl(string source, [NotNullWhen(true)] out Uri? url) =>
        Uri.TryCreate(source, UriKind.Absolute, out url) && url.Scheme is "http" or "https";

    /// <summary>Finds the model that an attribute names: beside the program, where the build has put it, and then like <see cref="Resolve"/>.</summary>
    internal static string ResolveNamed(string model, bool download, HubSettings? settings = null, CancellationToken cancellationToken = default)
    {
        using var waiting = new BlockingWaiting();
        return BlockingWaiting.ResultOf(ResolveAsync(model, download, settings, null, waiting, cancellationToken, isNamed: true));
    }

    private static async ValueTask<string> ResolveAsync(
        string source, bool download, HubSettings? settings, IProgress<DownloadProgress>? progress, IWaiting waiting, CancellationToken cancellation, bool isNamed = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        var local = new LocalModel(source);
        if ((isNamed ? local.FindDeployed() : local.Find()) is { } path)
        {
            return path;
        }

        bool isUrl = TryParseUrl(source, out Uri? url);
        if (!isUrl && source.Contains("://", StringComparison.Ordinal))
        {
            throw new HubFile(AddressText.Of(source)).Error(HubFailure.NotFound, "expected an http or https address, a path, or a name of a model.");
        }

        if (!ModelName.TryParse(source, out ModelName? name) && !isUrl)
        {
            return local.Given;
        }

        var tools = new DownloadTools(settings ?? HubSettings.FromEnvironment(), waiting, progress);
        return await (isUrl ? ResolveUrlAsync(url!, download, tools, cancellation) : ResolveNameAsync(source, name!, download, tools, cancellation)).ConfigureAwait(false);
    }

    private static async ValueTask<string> ResolveNameAsync(string source, ModelName name, bool download, DownloadTools tools, CancellationToken cancellation)
    {
        CachedModel cached = CachedModel.Find(name, tools.Settings);
        if (cached.Folder is { } folder)
        {
            return folder;
        }

        bool isPath = MissingPath.IsMeant(source);
        if (download)
        {
            try
            {
                return (await new ModelDownload(tools, name).RunAsync(cancellation).ConfigureAwait(false)).Folder;
            }
            catch (HubException e) when (isPath && e.Failure is HubFailure.NotFound or HubFailure.Denied)
            {
                throw Label(name).Error(e.Failure, $"there is no {MissingPath.Places(source)}.{MissingPath.Advice(source)} The hub has no such model that may be read either: {e.Message}", e);
            }
        }

        throw Label(name).Error(HubFailure.NotCached, $"there is no {MissingPath.Places(source)}" + (isPath
            ? $", and no such model in the cache.{MissingPath.Advice(source)}"
            : $", and {cached.Lack}. To download it, pass download: true, or run: bertgen fetch {source}"));
    }

    private static async ValueTask<string> ResolveUrlAsync(Uri url, bool download, DownloadTools tools, CancellationToken cancellation)
    {
        var cache = new UrlCache(tools.Settings, url);
        if (cache.Find() is { } path)
        {
            return path;
        }

        return download
            ? await cache.DownloadAsync(tools, cancellation).ConfigureAwait(false)
            : throw RemoteFile.AtUrl(url).Label.Error(HubFailure.NotCached, $"the cache {tools.Settings.UrlCacheFolder} has no such file. To download it, pass download: true, or run bertgen fetch with this URL.");
    }

    private static HubFile Label(ModelName name) => new(name.Repository, name.Revision);
}

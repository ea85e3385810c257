namespace BertGen.Hub;

/// <summary>Models by name, in the cache that is shared with the Python library.</summary>
public static class HubModel
{
    /// <summary>Whether a name and a revision are of the form that the hub has.</summary>
    /// <param name="name">One of the seven names of the original BERT, or a repository such as <c>sentence-transformers/all-MiniLM-L6-v2</c>.</param>
    /// <param name="revision">Branch, tag or commit.</param>
    public static bool IsName(string name, string revision = ModelName.DefaultRevision)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(revision);
        return !name.Contains('@') && ModelName.TryParse($"{name}@{revision}", out _);
    }

    /// <summary>Finds a model in the cache; the network is left alone.</summary>
    /// <param name="name">One of the seven names of the original BERT, or a repository such as <c>sentence-transformers/all-MiniLM-L6-v2</c>.</param>
    /// <param name="revision">Branch, tag or commit.</param>
    /// <param name="settings">Null: those of the environment.</param>
    /// <returns>The model's folder; null where the cache has no config and weights of this revision.</returns>
    /// <exception cref="ArgumentException">The name or the revision is not of the form that the hub has.</exception>
    /// <exception cref="HubException">The cache cannot be read.</exception>
    public static string? Find(string name, string revision = ModelName.DefaultRevision, HubSettings? settings = null) =>
        CachedModel.Find(ModelName.Parse(name, revision), settings ?? HubSettings.FromEnvironment()).Folder;

    /// <summary>
    /// Fetches config, vocabulary, weights and the small files of sentence-transformers into the cache; what is there
    /// already is not fetched again if it still has the hash that it is named by, and what was begun is continued.
    /// </summary>
    /// <param name="name">One of the seven names of the original BERT, or a repository such as <c>sentence-transformers/all-MiniLM-L6-v2</c>.</param>
    /// <param name="revision">Branch, tag or commit; all but a commit are looked up on the hub every time.</param>
    /// <param name="progress">Told how far each file is, and that another process is waited for.</param>
    /// <param name="settings">Null: those of the environment.</param>
    /// <param name="cancellationToken">Ends the download; what has been received is kept, and continued by the next.</param>
    /// <returns>The model's folder, and the commit that it is.</returns>
    /// <exception cref="ArgumentException">The name or the revision is not of the form that the hub has.</exception>
    /// <exception cref="HubException">The model could not be fetched.</exception>
    public static Task<HubSnapshot> DownloadAsync(
        string name, string revision = ModelName.DefaultRevision, IProgress<DownloadProgress>? progress = null, HubSettings? settings = null, CancellationToken cancellationToken = default) =>
        new ModelDownload(new DownloadTools(settings ?? HubSettings.FromEnvironment(), PooledWaiting.Instance, progress), ModelName.Parse(name, revision)).RunAsync(cancellationToken).AsTask();

    /// <summary>Fetches the file behind a URL into the cache; a version that is there already is not fetched again.</summary>
    /// <param name="url">An http or https address.</param>
    /// <param name="progress">Told how far the file is, and that another process is waited for.</param>
    /// <param name="settings">Null: those of the environment.</param>
    /// <param name="cancellationToken">Ends the download; what has been received is kept, and continued by the next.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="HubException">The file could not be fetched.</exception>
    public static Task<string> DownloadUrlAsync(
        Uri url, IProgress<DownloadProgress>? progress = null, HubSettings? settings = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(url);
        return ModelSource.TryParseUrl(url.OriginalString, out _)
            ? new UrlCache(settings ??= HubSettings.FromEnvironment(), url).DownloadAsync(new DownloadTools(settings, PooledWaiting.Instance, progress), cancellationToken).AsTask()
            : throw new ArgumentException($"'{AddressText.Of(url.OriginalString)}' is no http or https address.", nameof(url));
    }
}

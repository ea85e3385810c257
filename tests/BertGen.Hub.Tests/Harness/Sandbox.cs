namespace BertGen.Hub.Tests.Harness;

/// <summary>A folder with a cache in it, and settings that lead to a server and never really wait.</summary>
internal sealed class Sandbox : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bertgen-hub-");

    public string Root => _folder.FullName;

    public string Cache => Path.Combine(Root, "cache", "hub");

    public string UrlCache => Path.Combine(Root, "cache", "urls");

    /// <summary>The waits that were asked for.</summary>
    public List<TimeSpan> Waits { get; } = [];

    public HubSettings Settings(Uri endpoint, string? token = null, bool offline = false, bool symlinks = true, double timeout = 10) => new()
    {
        Endpoint = endpoint,
        CacheFolder = Cache,
        UrlCacheFolder = UrlCache,
        Token = token,
        Offline = offline,
        UseSymlinks = symlinks,
        MetadataTimeout = TimeSpan.FromSeconds(timeout),
        DownloadTimeout = TimeSpan.FromSeconds(timeout),
        Delay = (wait, _) =>
        {
            lock (Waits)
            {
                Waits.Add(wait);
            }

            return Task.CompletedTask;
        },
    };

    public Task<HubSnapshot> DownloadAsync(FakeHub hub, string revision = "main") =>
        HubModel.DownloadAsync(FakeHub.Model, revision, settings: Settings(hub.Server.Address));

    public async Task<HubException> FailAsync(FakeHub hub, string revision = "main") =>
        await Assert.ThrowsAsync<HubException>(() => DownloadAsync(hub, revision));

    public string Blob(string tag) => Path.Combine(Cache, "models--org--model", "blobs", tag);

    /// <summary>Everything in the folder, with the targets of links.</summary>
    public string[] List() => [.. Directory.EnumerateFileSystemEntries(Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        .Where(path => !Directory.Exists(path))
        .Select(path => Path.GetRelativePath(Root, path) + (new FileInfo(path).LinkTarget is { } target ? $" -> {target}" : ""))
        .Order(StringComparer.Ordinal)];

    public void Dispose() => _folder.Delete(recursive: true);
}

using BertGen.Hub.Blocking;

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

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public long FreeSpace { get; set; } = long.MaxValue;

    public int MaxAttempts { get; init; } = 100;

    public long MaxUrlFileBytes { get; init; } = 1 << 30;

    /// <summary>Whether waits between attempts are real ones.</summary>
    public bool IsPatient { get; init; }

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
        Time = Time,
        MaxAttempts = MaxAttempts,
        MaxUrlFileBytes = MaxUrlFileBytes,
        FindFreeSpace = _ => FreeSpace,
        Delay = IsPatient ? null : (wait, _) =>
        {
            lock (Waits)
            {
                Waits.Add(wait);
            }

            return Task.CompletedTask;
        },
    };

    /// <summary>Whether downloads block a thread, as those of synchronous calls do.</summary>
    public bool IsBlocking { get; init; }

    public Task<HubSnapshot> DownloadAsync(FakeHub hub, string revision = "main") =>
        FetchAsync(FakeHub.Model, revision, settings: Settings(hub.Server.Address));

    public Task<HubSnapshot> FetchAsync(
        string model, string revision = "main", IProgress<DownloadProgress>? progress = null, HubSettings? settings = null, CancellationToken cancellationToken = default) =>
        IsBlocking
            ? BlockAsync(waiting => new ModelDownload(new DownloadTools(settings!, waiting, progress), ModelName.Parse(model, revision)).RunAsync(cancellationToken))
            : HubModel.DownloadAsync(model, revision, progress, settings, cancellationToken);

    public Task<string> FetchUrlAsync(Uri url, IProgress<DownloadProgress>? progress = null, HubSettings? settings = null, CancellationToken cancellationToken = default) =>
        IsBlocking && ModelSource.TryParseUrl(url.OriginalString, out _)
            ? BlockAsync(waiting => new UrlCache(settings!, url).DownloadAsync(new DownloadTools(settings!, waiting, progress), cancellationToken))
            : HubModel.DownloadUrlAsync(url, progress, settings, cancellationToken);

    private static Task<T> BlockAsync<T>(Func<IWaiting, ValueTask<T>> work) => Task.Factory.StartNew(
        () =>
        {
            using var waiting = new BlockingWaiting();
            return BlockingWaiting.ResultOf(work(waiting));
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

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

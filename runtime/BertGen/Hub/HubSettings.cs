namespace BertGen.Hub;

/// <summary>Where models come from and where they are kept; the environment variables are those of the Python library.</summary>
public sealed class HubSettings
{
    /// <summary>The hub, without a slash at the end (<c>HF_ENDPOINT</c>).</summary>
    public Uri Endpoint { get; init; } = new("https://huggingface.co");

    /// <summary>The cache that is shared with the Python library (<c>HF_HUB_CACHE</c>, else <c>hub</c> in <c>HF_HOME</c>).</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Where files fetched by URL are kept (<c>bertgen</c> in the user's cache folder).</summary>
    public required string UrlCacheFolder { get; init; }

    /// <summary>Sent to the hub, and to no other host (<c>HF_TOKEN</c>, else the file that the hub's login writes); null: none.</summary>
    public string? Token { get; init; }

    /// <summary>Whether the network is left alone whatever is asked for (<c>HF_HUB_OFFLINE</c>, <c>TRANSFORMERS_OFFLINE</c>).</summary>
    public bool Offline { get; init; }

    /// <summary>Whether snapshots link to their files (unless <c>HF_HUB_DISABLE_SYMLINKS</c>); where links cannot be made, files are moved or copied.</summary>
    public bool UseSymlinks { get; init; } = true;

    /// <summary>Time to answer what a file is (<c>HF_HUB_ETAG_TIMEOUT</c>, in seconds).</summary>
    public TimeSpan MetadataTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest silence of a server that sends a file (<c>HF_HUB_DOWNLOAD_TIMEOUT</c>, in seconds).</summary>
    public TimeSpan DownloadTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The stretch of time in which <see cref="MinBytesPerWindow"/> must come while a file is received; default: 30 seconds.
    /// A server that sends less is given up for the time being, as one that is silent.
    /// </summary>
    public TimeSpan SpeedWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The fewest bytes that must come in a <see cref="SpeedWindow"/>; default: 128 KiB, about 4 KiB a second.</summary>
    public long MinBytesPerWindow { get; init; } = 128 << 10;

    /// <summary>
    /// The most attempts at one file, also where each gets further than the one before; default: 100. Five in a row that get
    /// no further are the end in any case.
    /// </summary>
    public int MaxAttempts { get; init; } = 100;

    /// <summary>
    /// The most time that one file may take, with all attempts and the waits between them, and the longest wait for another
    /// process that fetches it; default: 6 hours. What has been received is kept, and the next download continues it.
    /// </summary>
    public TimeSpan MaxFileTime { get; init; } = TimeSpan.FromHours(6);

    /// <summary>The most bytes that a file fetched by URL may have; default: 64 GiB. Files of a model have limits by their kind.</summary>
    public long MaxUrlFileBytes { get; init; } = FileLimits.Weights;

    /// <summary>Bytes that a download leaves free on the disk; default: 64 MiB.</summary>
    public long MinFreeSpace { get; init; } = 64 << 20;

    /// <summary>Waits between attempts in the place of real waiting.</summary>
    internal Func<TimeSpan, CancellationToken, Task>? Delay { get; init; }

    /// <summary>Measures windows and totals.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Bytes that are free on the disk of a folder; null where that is not known.</summary>
    internal Func<string, long?> FindFreeSpace { get; init; } = FreeSpace.Of;

    /// <summary>The settings that the environment of this process asks for.</summary>
    /// <exception cref="FormatException">A variable has a value that cannot be read; the message names it.</exception>
    public static HubSettings FromEnvironment() =>
        HubEnvironment.Read(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
}

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

    /// <summary>Waits between attempts; tests do not.</summary>
    internal Func<TimeSpan, CancellationToken, Task> Delay { get; init; } = Task.Delay;

    /// <summary>The settings that the environment of this process asks for.</summary>
    /// <exception cref="FormatException">A variable has a value that cannot be read; the message names it.</exception>
    public static HubSettings FromEnvironment() =>
        HubEnvironment.Read(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
}

using System.Globalization;
using BertGen.Common.Files;

namespace BertGen.Hub;

/// <summary>Reads the environment variables of the Python library, in its order of precedence.</summary>
internal static class HubEnvironment
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromDays(1);

    /// <summary>Reads the variables.</summary>
    /// <param name="variable">Looks a variable up.</param>
    /// <param name="home">The home folder.</param>
    /// <param name="folder">Where relative paths start; null: the working directory.</param>
    /// <exception cref="FormatException">A variable has a value that cannot be read.</exception>
    public static HubSettings Read(Func<string, string?> variable, string home, string? folder = null)
    {
        string? Value(string name) => variable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
        string? Folder(string name) => Value(name) is { } value ? Path.GetFullPath(PathVariables.Expand(value, home, variable), folder ?? Environment.CurrentDirectory) : null;

        string userCache = Folder("XDG_CACHE_HOME") ?? Path.Combine(home, ".cache");
        string hubHome = Folder("HF_HOME") ?? Path.Combine(userCache, "huggingface");
        return new HubSettings
        {
            Endpoint = Endpoint(Value("HF_ENDPOINT") ?? "https://huggingface.co"),
            CacheFolder = Folder("HF_HUB_CACHE") ?? Folder("HUGGINGFACE_HUB_CACHE") ?? Path.Combine(hubHome, "hub"),
            UrlCacheFolder = Path.Combine(userCache, "bertgen"),
            Token = IsTrue(Value("HF_HUB_DISABLE_IMPLICIT_TOKEN"))
                ? null
                : Token("HF_TOKEN", Value("HF_TOKEN")) ?? Token("HUGGING_FACE_HUB_TOKEN", Value("HUGGING_FACE_HUB_TOKEN")) ?? StoredToken(Folder("HF_TOKEN_PATH") ?? Path.Combine(hubHome, "token")),
            Offline = IsTrue(Value("HF_HUB_OFFLINE")) || IsTrue(Value("TRANSFORMERS_OFFLINE")),
            UseSymlinks = !IsTrue(Value("HF_HUB_DISABLE_SYMLINKS")),
            MetadataTimeout = Timeout("HF_HUB_ETAG_TIMEOUT", Value("HF_HUB_ETAG_TIMEOUT")),
            DownloadTimeout = Timeout("HF_HUB_DOWNLOAD_TIMEOUT", Value("HF_HUB_DOWNLOAD_TIMEOUT")),
        };
    }

    /// <summary>Whether a switch is on, as the Python library reads it.</summary>
    public static bool IsTrue(string? value) => value?.Trim().ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE";

    private static Uri Endpoint(string value) =>
        Uri.TryCreate(value.TrimEnd('/'), UriKind.Absolute, out Uri? endpoint) && endpoint.Scheme is "http" or "https" && endpoint.Query.Length == 0
            ? endpoint
            : throw new FormatException($"HF_ENDPOINT is '{AddressText.Of(value)}'; expected an address such as https://huggingface.co.");

    private static TimeSpan Timeout(string name, string? value)
    {
        if (value is null)
        {
            return DefaultTimeout;
        }

        return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds > 0 && seconds <= MaxTimeout.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new FormatException($"{name} is '{value}'; expected a number of seconds.");
    }

    // It goes into a header; the message does not repeat it.
    private static string? Token(string name, string? value) =>
        value is null || value.All(c => c is > ' ' and <= '~') ? value : throw new FormatException($"{name} holds characters that a token does not have.");

    // A token that cannot be read is none: public models need none, and the others say so.
    private static string? StoredToken(string path)
    {
        try
        {
            return CacheFile.ReadText(path) is { Length: > 0 } token ? Token(path, token) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

namespace BertGen.Hub;

/// <summary>How far the download of one file is.</summary>
/// <param name="File">The file of the repository, or the URL.</param>
/// <param name="Received">Bytes that are there, those of an earlier attempt included.</param>
/// <param name="Size">All bytes; null where the server does not tell.</param>
public readonly record struct DownloadProgress(string File, long Received, long? Size)
{
    /// <summary>
    /// The lock file that another process or thread holds, which fetches the same file: this one waits for it. Null while
    /// bytes are received.
    /// </summary>
    public string? WaitsFor { get; init; }
}

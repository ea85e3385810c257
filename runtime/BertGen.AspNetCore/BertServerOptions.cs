namespace BertGen;

/// <summary>How models are served: batches, limits, and who may ask.</summary>
public sealed class BertServerOptions
{
    private const int PiecesOfProcessor = 512;

    /// <summary>Most pieces of a batch that has more than one text; by default 512 a processor, at least 2,048 and at most 16,384.</summary>
    public int MaxBatchPieces { get; set; } = Math.Clamp(PiecesOfProcessor * Environment.ProcessorCount, 2048, 16384);

    /// <summary>Most texts of a batch.</summary>
    public int MaxBatchTexts { get; set; } = 1024;

    /// <summary>Pieces that may wait for a model; requests that come when there are more are refused with 429.</summary>
    public long MaxQueuedPieces { get; set; } = 262_144;

    /// <summary>Requests that are read, wait or are answered at once; others are refused with 429 before their body is read.</summary>
    public int MaxConcurrentRequests { get; set; } = 512;

    /// <summary>Most texts of a request.</summary>
    public int MaxRequestTexts { get; set; } = 2048;

    /// <summary>Most bytes of the body of a request.</summary>
    public long MaxRequestBytes { get; set; } = 2_000_000;

    /// <summary>Whether texts that are longer than the model takes are cut, where a request does not say; otherwise they are an error.</summary>
    public bool Truncate { get; set; } = true;

    /// <summary>Keys of which a request needs one, as <c>Authorization: Bearer KEY</c>; none: all may ask.</summary>
    public IList<string> ApiKeys { get; } = [];

    /// <summary>Requests in a minute of one key, or of one address where there are no keys; null for no limit.</summary>
    public int? RequestsPerMinute { get; set; }

    /// <summary>How long a server that shuts down goes on computing what waits, before it refuses the rest with 503.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Whether there is a page at <c>/</c> to try the models.</summary>
    public bool Page { get; set; } = true;

    /// <exception cref="InvalidOperationException">A limit is not positive, or a key is empty.</exception>
    internal void Check()
    {
        ReadOnlySpan<(string Name, double Value)> limits =
        [
            (nameof(MaxBatchPieces), MaxBatchPieces),
            (nameof(MaxBatchTexts), MaxBatchTexts),
            (nameof(MaxQueuedPieces), MaxQueuedPieces),
            (nameof(MaxConcurrentRequests), MaxConcurrentRequests),
            (nameof(MaxRequestTexts), MaxRequestTexts),
            (nameof(MaxRequestBytes), MaxRequestBytes),
            (nameof(RequestsPerMinute), RequestsPerMinute ?? 1),
        ];
        foreach ((string name, double value) in limits)
        {
            if (value < 1)
            {
                throw new InvalidOperationException($"Expected {name} of 1 or more; found {value}.");
            }
        }

        if (ApiKeys.Any(string.IsNullOrWhiteSpace))
        {
            throw new InvalidOperationException("Expected keys that are not empty.");
        }
    }
}

namespace BertGen.Serving.Batching;

/// <summary>More texts wait than may wait.</summary>
/// <param name="retryAfter">When there is room again, as far as can be told.</param>
internal sealed class QueueFullException(TimeSpan retryAfter) : Exception("The model is overloaded: too many texts wait for it.")
{
    /// <summary>When there is room again, as far as can be told.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}

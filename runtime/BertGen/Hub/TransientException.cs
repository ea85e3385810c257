namespace BertGen.Hub;

/// <summary>An attempt that failed in a way that the next one may not.</summary>
/// <param name="failure">What it is called when no attempt succeeds.</param>
/// <param name="message">What was found.</param>
/// <param name="retryAfter">The time that the server asks to be left alone.</param>
/// <param name="innerException">The cause, if another exception told of it.</param>
internal sealed class TransientException(HubFailure failure, string message, TimeSpan? retryAfter = null, Exception? innerException = null)
    : Exception(message, innerException)
{
    public HubFailure Failure => failure;

    public TimeSpan? RetryAfter => retryAfter;

    /// <summary>False: what the attempt received does not count, for it was too little for its time.</summary>
    public bool IsProgress { get; init; } = true;
}

namespace BertGen.Bulk;

/// <summary>A run cannot go on: the message says where, what was expected and what was found.</summary>
public sealed class BulkException : Exception
{
    /// <param name="message">Where, what was expected, and what was found.</param>
    /// <param name="innerException">What led to it.</param>
    public BulkException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

namespace TrainingSamples;

/// <summary>Something that the user can put right; the message is all there is to tell.</summary>
internal sealed class UserException(string message, Exception? innerException = null) : Exception(message, innerException);

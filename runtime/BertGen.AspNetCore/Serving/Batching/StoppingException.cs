namespace BertGen.Serving.Batching;

/// <summary>The server is shutting down and takes no more texts.</summary>
internal sealed class StoppingException() : Exception("The server is shutting down.");

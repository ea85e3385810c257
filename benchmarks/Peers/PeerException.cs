namespace BertGen.Benchmarks.Peers;

/// <summary>A peer cannot be run here; the message says why.</summary>
internal sealed class PeerException(string message) : Exception(message);

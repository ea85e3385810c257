namespace BertGen.Tool.Serving;

/// <summary>What the command line says of the server.</summary>
/// <param name="Host">The address to listen at.</param>
/// <param name="Port">The port; 0 for one that is free.</param>
/// <param name="Keys">Keys of which requests need one.</param>
/// <param name="RequestsPerMinute">Requests of a caller; null for no limit.</param>
/// <param name="MaxBatchPieces">Most pieces of a batch; null for the default.</param>
/// <param name="Truncate">Whether long texts are cut where a request does not say.</param>
/// <param name="IsHttp2">Whether HTTP/2 is spoken alone.</param>
internal sealed record ServerSettings(string Host, int Port, string[] Keys, int? RequestsPerMinute, int? MaxBatchPieces, bool Truncate, bool IsHttp2);

namespace BertGen.Serving.Batching;

/// <summary>What became of a batch.</summary>
/// <param name="TextPieces">Pieces of each text.</param>
/// <param name="PieceCount">Pieces of all of them.</param>
/// <param name="RequestCount">Requests that the texts are of.</param>
/// <param name="Duration">How long it was computed.</param>
/// <param name="Waits">How long each request waited whose first text is in it.</param>
internal sealed record BatchReport(IReadOnlyList<int> TextPieces, long PieceCount, int RequestCount, TimeSpan Duration, IReadOnlyList<TimeSpan> Waits)
{
    /// <summary>Texts.</summary>
    public int TextCount => TextPieces.Count;
}

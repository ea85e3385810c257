namespace BertGen.Serving.Batching;

/// <summary>A text that waits for its result, or a pair of texts.</summary>
/// <param name="First">The text.</param>
/// <param name="Second">The second text of a pair; null for none.</param>
/// <param name="PieceCount">Pieces that are computed for it, special ones included.</param>
internal readonly record struct BatchText(string First, string? Second, int PieceCount)
{
    /// <summary>The ids of the pieces, where the model takes them; null where it encodes the text itself.</summary>
    public int[]? Ids { get; init; }

    /// <summary>A text alone.</summary>
    public BatchText(string text, int pieceCount)
        : this(text, null, pieceCount)
    {
    }
}

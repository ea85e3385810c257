namespace ReverseDictionary;

/// <summary>Turns texts into vectors of length 1.</summary>
internal interface ITextEmbedder : IDisposable
{
    /// <summary>Width of a vector.</summary>
    int Width { get; }

    /// <summary>How many pieces the model sees of these texts, special pieces included.</summary>
    long CountPieces(ReadOnlySpan<string> texts);

    /// <summary>Writes one vector per text, one after the other.</summary>
    /// <param name="texts">n texts.</param>
    /// <param name="vectors">Shape (n, width), row-major.</param>
    void Embed(ReadOnlySpan<string> texts, Span<float> vectors);
}

namespace BertGen.Tool.Embedding;

/// <summary>Where vectors are written.</summary>
internal interface IVectorOutput : IDisposable
{
    /// <summary>Writes the vectors of texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="vectors">Their vectors, one after the other.</param>
    /// <param name="width">Values in a vector.</param>
    void Write(ReadOnlySpan<string> texts, ReadOnlySpan<float> vectors, int width);

    /// <summary>Called behind the last: a file is there whole, or not at all.</summary>
    void Complete();
}

namespace BertGen.Checkpoints;

/// <summary>The elements of a stored tensor as bytes, in row-major order; read from any thread.</summary>
internal interface ITensorBytes : IDisposable
{
    /// <summary>Reads whole elements.</summary>
    /// <param name="offset">Where they begin, in bytes of the row-major order.</param>
    /// <param name="destination">Receives them.</param>
    /// <exception cref="CheckpointException">The file is shorter by now, or cannot be read.</exception>
    void Read(long offset, Span<byte> destination);
}

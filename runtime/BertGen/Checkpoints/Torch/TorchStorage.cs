namespace BertGen.Checkpoints.Torch;

/// <summary>A one-dimensional array that tensors are views of.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Type">Type of the elements; null for bytes whose type the tensors tell.</param>
/// <param name="Length">Number of elements.</param>
internal sealed record TorchStorage(string Key, TensorElementType? Type, long Length)
{
    /// <summary>Where its bytes are in the file.</summary>
    public long Start { get; set; }

    /// <summary>Size in bytes, or null where that overflows.</summary>
    public long? ByteLength => (Type ?? TensorElementType.U8).ByteLength([Length]);
}

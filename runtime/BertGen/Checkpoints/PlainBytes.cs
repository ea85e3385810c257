namespace BertGen.Checkpoints;

/// <summary>A tensor whose elements lie in the file as they are wanted.</summary>
internal sealed class PlainBytes(StoredTensor tensor) : ITensorBytes
{
    public void Read(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, tensor.Entry.ByteLength - destination.Length);
        tensor.File.Read(tensor.Start + offset, destination);
    }

    public void Dispose()
    {
    }
}

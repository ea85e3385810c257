namespace BertGen.Checkpoints;

/// <summary>Tensors of equal rows one below the other, as one.</summary>
/// <param name="parts">Their elements, with the bytes that each has.</param>
internal sealed class JoinedBytes((ITensorBytes Bytes, long Length)[] parts) : ITensorBytes
{
    public void Read(long offset, Span<byte> destination)
    {
        long start = 0;
        foreach ((ITensorBytes bytes, long length) in parts)
        {
            long first = Math.Max(offset, start), end = Math.Min(offset + destination.Length, start + length);
            if (first < end)
            {
                bytes.Read(first - start, destination.Slice((int)(first - offset), (int)(end - first)));
            }

            start += length;
        }
    }

    public void Dispose()
    {
        foreach ((ITensorBytes bytes, _) in parts)
        {
            bytes.Dispose();
        }
    }
}

namespace BertGen.Checkpoints.Torch;

/// <summary>
/// The bytes of a file that begin with a pickle. A pickle tells its end only when it is run, so they are read as they are asked for.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="start">Where the pickle begins.</param>
/// <param name="length">Most bytes that it may have.</param>
internal sealed class PickleBytes(OpenFile file, long start, int length)
{
    private const int FirstPart = 1 << 12;

    private byte[] _bytes = [];

    public int Length => length;

    /// <summary>Bytes that must lie within the length.</summary>
    /// <exception cref="CheckpointException">The file is shorter by now, or cannot be read.</exception>
    public ReadOnlySpan<byte> Slice(int offset, int count)
    {
        ReadUpTo(offset + count);
        return _bytes.AsSpan(offset, count);
    }

    /// <summary>How far behind an offset a byte is found first, or -1.</summary>
    /// <exception cref="CheckpointException">The file is shorter by now, or cannot be read.</exception>
    public int IndexOf(byte value, int offset)
    {
        for (int searched = offset; searched < length;)
        {
            ReadUpTo(searched + 1);
            int index = _bytes.AsSpan(searched).IndexOf(value);
            if (index >= 0)
            {
                return searched + index - offset;
            }

            searched = _bytes.Length;
        }

        return -1;
    }

    private void ReadUpTo(int end)
    {
        int present = _bytes.Length;
        if (end <= present)
        {
            return;
        }

        // Twice as many each time, so that what is copied stays in proportion to what is read.
        int wanted = (int)Math.Min(length, Math.Max((long)end, Math.Max(FirstPart, 2L * present)));
        Array.Resize(ref _bytes, wanted);
        file.Read(start + present, _bytes.AsSpan(present));
    }
}

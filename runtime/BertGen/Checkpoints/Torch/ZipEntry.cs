namespace BertGen.Checkpoints.Torch;

/// <summary>An entry of a zip file: where its bytes are, and whether they are the content itself.</summary>
internal sealed record ZipEntry(string Name, long Start, long Length, bool IsStored)
{
    public long End => Start + Length;

    /// <exception cref="CheckpointException">The entry is compressed or encrypted.</exception>
    public ZipEntry Stored(string path) => IsStored
        ? this
        : throw new CheckpointException(path, $"expected {Name} uncompressed in this zip file, as torch.save writes it, found it compressed or encrypted.");
}

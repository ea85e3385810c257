namespace BertGen.Checkpoints;

/// <summary>What reading the structure of a checkpoint's files gives.</summary>
/// <param name="Tensors">All tensors; no two have the same name.</param>
/// <param name="TextFiles">The small files that an archive holds beside the weights.</param>
internal sealed record CheckpointContent(IReadOnlyCollection<StoredTensor> Tensors, IReadOnlyDictionary<string, byte[]> TextFiles)
{
    public CheckpointContent(IReadOnlyCollection<StoredTensor> tensors)
        : this(tensors, new Dictionary<string, byte[]>())
    {
    }
}

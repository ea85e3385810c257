namespace BertGen.Checkpoints.Torch;

/// <summary>Elements of a storage that follow each other: mostly all of them.</summary>
internal sealed record TorchStoragePart(TorchStorage Storage, long Offset, long Length);

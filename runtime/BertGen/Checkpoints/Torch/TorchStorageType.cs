namespace BertGen.Checkpoints.Torch;

/// <summary>A class of storages by the type of their elements; null for bytes whose type the tensors tell.</summary>
internal sealed record TorchStorageType(TensorElementType? Type);

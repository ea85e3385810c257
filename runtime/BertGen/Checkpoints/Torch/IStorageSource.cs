namespace BertGen.Checkpoints.Torch;

/// <summary>Where the storages that a pickle refers to are kept.</summary>
internal interface IStorageSource
{
    /// <exception cref="CheckpointException">The file has no such storage, or it is shorter.</exception>
    TorchStorage Find(string key, TensorElementType? type, long length);
}

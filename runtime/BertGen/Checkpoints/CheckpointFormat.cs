namespace BertGen.Checkpoints;

/// <summary>The ways in which tensors are stored.</summary>
internal enum CheckpointFormat
{
    /// <summary>A safetensors file.</summary>
    Safetensors,

    /// <summary>What <c>torch.save</c> writes since PyTorch 1.6: a zip file.</summary>
    TorchZip,

    /// <summary>What <c>torch.save</c> wrote before: pickles, then the tensors' bytes.</summary>
    TorchStream,

    /// <summary>A JSON file that tells which file holds which tensor.</summary>
    ShardIndex,

    /// <summary>The table of a TensorFlow checkpoint, beside the files with its tensors' bytes.</summary>
    TensorFlowIndex,

    /// <summary>A gzip-compressed tar file with the files of a model.</summary>
    Archive,
}

namespace BertGen;

/// <summary>What executes a compiled embedder.</summary>
public enum BertTarget
{
    /// <summary>The CPU, in pure C#: no native library.</summary>
    Managed,

    /// <summary>TorchSharp: CUDA or CPU through libtorch.</summary>
    TorchSharp,
}

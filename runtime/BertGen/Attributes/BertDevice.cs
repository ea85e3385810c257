namespace BertGen;

/// <summary>Where a class that was compiled for <see cref="BertTarget.TorchSharp"/> computes.</summary>
public enum BertDevice
{
    /// <summary>An NVIDIA GPU; which one is an argument of <c>Load</c>.</summary>
    Cuda,

    /// <summary>The processor.</summary>
    Cpu,
}

namespace BertGen;

/// <summary>How a class that was compiled for <see cref="BertTarget.TorchSharp"/> computes.</summary>
public enum BertPrecision
{
    /// <summary>Numbers of 32 bits, products as exact as they are.</summary>
    Float32,

    /// <summary>Numbers of 32 bits; products on a GPU round their factors to 10 bits after the point, and are much faster.</summary>
    TensorFloat32,

    /// <summary>Numbers of 16 bits with the range of float32 and 7 bits after the point.</summary>
    BFloat16,

    /// <summary>Numbers of 16 bits with 10 bits after the point, and a largest number of 65,504.</summary>
    Float16,
}

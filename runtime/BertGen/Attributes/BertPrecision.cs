namespace BertGen;

/// <summary>How a compiled class computes. <see cref="Float32"/> is of both targets, <see cref="Int8"/> of the managed one, the others of TorchSharp.</summary>
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

    /// <summary>
    /// Products on numbers of 8 bits, for <see cref="BertTarget.Managed"/>: a quarter of the memory and more speed, for vectors that
    /// differ a little. Rows and weights are rotated and rounded in blocks of 128; nothing is calibrated.
    /// </summary>
    Int8,
}

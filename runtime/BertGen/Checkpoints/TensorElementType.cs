namespace BertGen.Checkpoints;

/// <summary>Type of a stored tensor's elements; F64, F32, F16 and BF16 can be read as weights.</summary>
public enum TensorElementType
{
    /// <summary>IEEE 754 binary64.</summary>
    F64,

    /// <summary>IEEE 754 binary32.</summary>
    F32,

    /// <summary>IEEE 754 binary16.</summary>
    F16,

    /// <summary>The upper half of a binary32.</summary>
    BF16,

    /// <summary>8-bit float: 5 bits of exponent, 2 of mantissa.</summary>
    F8E5M2,

    /// <summary>8-bit float: 4 bits of exponent, 3 of mantissa.</summary>
    F8E4M3,

    /// <summary>8-bit scale: exponent only.</summary>
    F8E8M0,

    /// <summary>6-bit float: 3 bits of exponent, 2 of mantissa.</summary>
    F6E3M2,

    /// <summary>6-bit float: 2 bits of exponent, 3 of mantissa.</summary>
    F6E2M3,

    /// <summary>4-bit float.</summary>
    F4,

    /// <summary>A pair of binary32: real and imaginary part.</summary>
    C64,

    /// <summary>64-bit signed integer.</summary>
    I64,

    /// <summary>32-bit signed integer.</summary>
    I32,

    /// <summary>16-bit signed integer.</summary>
    I16,

    /// <summary>8-bit signed integer.</summary>
    I8,

    /// <summary>64-bit unsigned integer.</summary>
    U64,

    /// <summary>32-bit unsigned integer.</summary>
    U32,

    /// <summary>16-bit unsigned integer.</summary>
    U16,

    /// <summary>8-bit unsigned integer.</summary>
    U8,

    /// <summary>One byte: 0 or 1.</summary>
    Bool,
}

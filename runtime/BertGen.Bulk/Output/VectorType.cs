namespace BertGen.Bulk;

/// <summary>What the components of written vectors are.</summary>
public enum VectorType
{
    /// <summary>4 bytes a component: the bits of the model.</summary>
    Float32,

    /// <summary>2 bytes a component, rounded to the nearest.</summary>
    Float16,

    /// <summary>1 byte a component: the step of its range, -128 to 127; a run pins the ranges of a sample.</summary>
    Int8,

    /// <summary>1 bit a component: whether it is positive. The first is the highest bit of the first byte.</summary>
    Binary,
}

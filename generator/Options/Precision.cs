namespace BertGen.Generator.Options;

/// <summary>The values of <c>BertPrecision</c> of the runtime.</summary>
internal enum Precision
{
    Float32,
    TensorFloat32,
    BFloat16,
    Float16,
    Int8,
}

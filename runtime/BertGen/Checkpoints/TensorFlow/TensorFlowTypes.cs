namespace BertGen.Checkpoints.TensorFlow;

/// <summary>TensorFlow's numbers of element types.</summary>
internal static class TensorFlowTypes
{
    /// <summary>The type of a number; null for those that are no numbers, such as texts.</summary>
    public static TensorElementType? Find(ulong number) => number switch
    {
        1 => TensorElementType.F32,
        2 => TensorElementType.F64,
        3 => TensorElementType.I32,
        4 => TensorElementType.U8,
        5 => TensorElementType.I16,
        6 => TensorElementType.I8,
        8 => TensorElementType.C64,
        9 => TensorElementType.I64,
        10 => TensorElementType.Bool,
        14 => TensorElementType.BF16,
        17 => TensorElementType.U16,
        19 => TensorElementType.F16,
        22 => TensorElementType.U32,
        23 => TensorElementType.U64,
        _ => null,
    };
}

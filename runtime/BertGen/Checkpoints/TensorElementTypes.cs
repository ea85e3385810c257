namespace BertGen.Checkpoints;

/// <summary>Name and width of each <see cref="TensorElementType"/> as the safetensors format has them.</summary>
internal static class TensorElementTypes
{
    // In the order of the enum.
    private static readonly (string Name, int Bits)[] Facts =
    [
        ("F64", 64), ("F32", 32), ("F16", 16), ("BF16", 16),
        ("F8_E5M2", 8), ("F8_E4M3", 8), ("F8_E8M0", 8), ("F6_E3M2", 6), ("F6_E2M3", 6), ("F4", 4),
        ("C64", 64),
        ("I64", 64), ("I32", 32), ("I16", 16), ("I8", 8),
        ("U64", 64), ("U32", 32), ("U16", 16), ("U8", 8),
        ("BOOL", 8),
    ];

    public static string Name(this TensorElementType type) => Facts[(int)type].Name;

    public static int Bits(this TensorElementType type) => Facts[(int)type].Bits;

    public static bool IsWeight(this TensorElementType type) =>
        type is TensorElementType.F64 or TensorElementType.F32 or TensorElementType.F16 or TensorElementType.BF16;

    public static bool TryParse(string name, out TensorElementType type)
    {
        int index = Array.FindIndex(Facts, fact => fact.Name == name);
        type = (TensorElementType)Math.Max(index, 0);
        return index >= 0;
    }

    /// <summary>Bytes of a tensor, or null where the count overflows or does not end on a whole byte.</summary>
    public static long? ByteLength(this TensorElementType type, ReadOnlySpan<long> shape)
    {
        long bits = type.Bits();
        foreach (long dimension in shape)
        {
            if (Math.BigMul(bits, dimension, out long product) != 0 || product < 0)
            {
                return null;
            }

            bits = product;
        }

        return bits % 8 == 0 ? bits / 8 : null;
    }
}

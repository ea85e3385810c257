namespace BertGen.Checkpoints.Torch;

/// <summary>The names of <see cref="TorchFunction"/>s and of types.</summary>
internal static class TorchGlobals
{
    private static readonly Dictionary<string, TorchFunction> Functions = new()
    {
        ["collections.OrderedDict"] = TorchFunction.OrderedDict,
        ["torch._utils._rebuild_tensor"] = TorchFunction.RebuildTensor,
        ["torch._utils._rebuild_tensor_v2"] = TorchFunction.RebuildTensor,
        ["torch._utils._rebuild_tensor_v3"] = TorchFunction.RebuildTypedTensor,
        ["torch._utils._rebuild_parameter"] = TorchFunction.First,
        ["torch._utils._rebuild_parameter_with_state"] = TorchFunction.First,
        ["torch.nn.parameter.Parameter"] = TorchFunction.First,
        ["torch.Size"] = TorchFunction.First,
        ["torch.device"] = TorchFunction.First,
        ["_codecs.encode"] = TorchFunction.First,
    };

    private static readonly Dictionary<string, TensorElementType> Storages = new()
    {
        ["DoubleStorage"] = TensorElementType.F64,
        ["FloatStorage"] = TensorElementType.F32,
        ["HalfStorage"] = TensorElementType.F16,
        ["BFloat16Storage"] = TensorElementType.BF16,
        ["ComplexFloatStorage"] = TensorElementType.C64,
        ["LongStorage"] = TensorElementType.I64,
        ["IntStorage"] = TensorElementType.I32,
        ["ShortStorage"] = TensorElementType.I16,
        ["CharStorage"] = TensorElementType.I8,
        ["ByteStorage"] = TensorElementType.U8,
        ["BoolStorage"] = TensorElementType.Bool,
    };

    private static readonly Dictionary<string, TensorElementType> Types = new()
    {
        ["float64"] = TensorElementType.F64,
        ["float32"] = TensorElementType.F32,
        ["float16"] = TensorElementType.F16,
        ["bfloat16"] = TensorElementType.BF16,
        ["float8_e5m2"] = TensorElementType.F8E5M2,
        ["float8_e4m3fn"] = TensorElementType.F8E4M3,
        ["float8_e8m0fnu"] = TensorElementType.F8E8M0,
        ["complex64"] = TensorElementType.C64,
        ["int64"] = TensorElementType.I64,
        ["int32"] = TensorElementType.I32,
        ["int16"] = TensorElementType.I16,
        ["int8"] = TensorElementType.I8,
        ["uint64"] = TensorElementType.U64,
        ["uint32"] = TensorElementType.U32,
        ["uint16"] = TensorElementType.U16,
        ["uint8"] = TensorElementType.U8,
        ["bool"] = TensorElementType.Bool,
    };

    /// <returns>A <see cref="TorchFunction"/>, a <see cref="TorchStorageType"/>, a <see cref="TensorElementType"/>, or null.</returns>
    public static object? Find(string module, string name)
    {
        if (Functions.TryGetValue($"{module}.{name}", out TorchFunction function))
        {
            return function;
        }

        if (module is "torch" or "torch.cuda" && Storages.TryGetValue(name, out TensorElementType stored))
        {
            return new TorchStorageType(stored);
        }

        return (module, name) switch
        {
            ("torch.storage", "UntypedStorage" or "_UntypedStorage") => new TorchStorageType(null),
            ("torch", _) when Types.TryGetValue(name, out TensorElementType type) => type,
            _ => null,
        };
    }
}

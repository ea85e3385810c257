using TorchSharp;

namespace BertGen.CudaBenchmark;

internal static class Here
{
#if CPU
    public const BertDevice Device = BertDevice.Cpu;
    public const BertPrecision FastFloat32 = BertPrecision.Float32;
#else
    public const BertDevice Device = BertDevice.Cuda;
    public const BertPrecision FastFloat32 = BertPrecision.TensorFloat32;
#endif
}

[BertEmbedder("../../benchmarks/models/bert-base", TopLayerOnly = true, Target = BertTarget.TorchSharp, Device = Here.Device)]
internal sealed partial class BertBaseFloat32;

[BertEmbedder("../../benchmarks/models/bert-base", TopLayerOnly = true, Target = BertTarget.TorchSharp, Device = Here.Device, Precision = Here.FastFloat32)]
internal sealed partial class BertBaseTensorFloat32;

[BertEmbedder("../../benchmarks/models/bert-base", TopLayerOnly = true, Target = BertTarget.TorchSharp, Device = Here.Device, Precision = BertPrecision.BFloat16)]
internal sealed partial class BertBaseBFloat16;

[BertEmbedder("../../benchmarks/models/bert-base", TopLayerOnly = true, Target = BertTarget.TorchSharp, Device = Here.Device, Precision = BertPrecision.Float16)]
internal sealed partial class BertBaseFloat16;

[BertEmbedder("../../benchmarks/models/minilm-l6", TopLayerOnly = true, Target = BertTarget.TorchSharp, Device = Here.Device)]
internal sealed partial class MiniLmFloat32;

[BertEmbedder("../../benchmarks/models/minilm-l6", TopLayerOnly = true, Target = BertTarget.TorchSharp, Device = Here.Device, Precision = Here.FastFloat32)]
internal sealed partial class MiniLmTensorFloat32;

[BertEmbedder("../../benchmarks/models/minilm-l6", TopLayerOnly = true, Target = BertTarget.TorchSharp, Device = Here.Device, Precision = BertPrecision.BFloat16)]
internal sealed partial class MiniLmBFloat16;

[BertEmbedder("../../benchmarks/models/minilm-l6", TopLayerOnly = true, Target = BertTarget.TorchSharp, Device = Here.Device, Precision = BertPrecision.Float16)]
internal sealed partial class MiniLmFloat16;

/// <summary>A class that is measured.</summary>
/// <param name="Shape">Name of the shape, also of its folder.</param>
/// <param name="Precision">How it computes.</param>
/// <param name="FlopsPerPiece">Operations of the products for each piece.</param>
/// <param name="FlopsPerPair">Operations of attention for each piece and piece that it attends to.</param>
/// <param name="Load">Loads weights from a folder.</param>
internal sealed record CompiledModel(
    string Shape,
    string Precision,
    double FlopsPerPiece,
    double FlopsPerPair,
    Func<string, torch.nn.Module<torch.Tensor, torch.Tensor?, torch.Tensor?, torch.Tensor>> Load)
{
    public static IReadOnlyList<CompiledModel> All { get; } =
    [
        Base("float32", folder => BertBaseFloat32.Load(folder)),
        Base("tf32", folder => BertBaseTensorFloat32.Load(folder)),
        Base("bfloat16", folder => BertBaseBFloat16.Load(folder)),
        Base("float16", folder => BertBaseFloat16.Load(folder)),
        MiniLm("float32", folder => MiniLmFloat32.Load(folder)),
        MiniLm("tf32", folder => MiniLmTensorFloat32.Load(folder)),
        MiniLm("bfloat16", folder => MiniLmBFloat16.Load(folder)),
        MiniLm("float16", folder => MiniLmFloat16.Load(folder)),
    ];

    /// <summary>Operations for texts of these lengths, true pieces only.</summary>
    public double Flops(IEnumerable<int> lengths) => lengths.Sum(length => length * (FlopsPerPiece + (FlopsPerPair * length)));

    private static CompiledModel Base(string precision, Func<string, torch.nn.Module<torch.Tensor, torch.Tensor?, torch.Tensor?, torch.Tensor>> load) =>
        Of("bert-base", precision, BertBaseFloat32.LayerCount, BertBaseFloat32.HiddenSize, BertBaseFloat32.IntermediateSize, load);

    private static CompiledModel MiniLm(string precision, Func<string, torch.nn.Module<torch.Tensor, torch.Tensor?, torch.Tensor?, torch.Tensor>> load) =>
        Of("minilm-l6", precision, MiniLmFloat32.LayerCount, MiniLmFloat32.HiddenSize, MiniLmFloat32.IntermediateSize, load);

    private static CompiledModel Of(
        string shape, string precision, double layers, double hidden, double intermediate, Func<string, torch.nn.Module<torch.Tensor, torch.Tensor?, torch.Tensor?, torch.Tensor>> load) =>
        new(shape, precision, 2 * layers * ((4 * hidden * hidden) + (2 * hidden * intermediate)), 4 * layers * hidden, load);
}

using System.Runtime.Intrinsics;
using BertGen.Engine.Kernels;

namespace BertGen.Tests.Engine;

/// <summary>
/// The kernels of every width: tests run on all of them, not only on the one in use. 512 bits are computed by .NET itself
/// where the processor has no such vectors, slowly but with the same results.
/// </summary>
public static class SimdFacts
{
    public static IReadOnlyList<string> WidthNames { get; } = Vector256.IsHardwareAccelerated ? ["128", "256", "512"] : ["128"];

    public static TheoryData<string> Widths => [.. WidthNames];

    internal static KernelSet Kernels(string width) => width switch
    {
        "512" => new KernelSet<Simd512, Vector512<float>>(),
        "256" => new KernelSet<Simd256, Vector256<float>>(),
        _ => new KernelSet<Simd128, Vector128<float>>(),
    };

    internal static GradientKernels Gradients(string width) => width switch
    {
        "512" => new GradientKernels<Simd512, Vector512<float>>(),
        "256" => new GradientKernels<Simd256, Vector256<float>>(),
        _ => new GradientKernels<Simd128, Vector128<float>>(),
    };
}

using System.Runtime.Intrinsics;
using BertGen.Engine.Kernels;

namespace BertGen.Tests.Engine;

/// <summary>The kernels of every width that this processor has: tests run on all of them, not only on the one in use.</summary>
public static class SimdFacts
{
    public static IReadOnlyList<string> WidthNames { get; } = Vector256.IsHardwareAccelerated ? ["128", "256"] : ["128"];

    public static TheoryData<string> Widths => [.. WidthNames];

    internal static KernelSet Kernels(string width)
        => width == "256" ? new KernelSet<Simd256, Vector256<float>>() : new KernelSet<Simd128, Vector128<float>>();
}

using System.Runtime.Intrinsics.X86;
using BertGen.Engine;
using BertGen.Engine.Kernels;

namespace BertGen.Tests.Engine;

/// <summary>Which kernels give the same bits in vectors of another width, and which do not: what the documents say of it.</summary>
public sealed unsafe class VectorWidthTests
{
    [Theory]
    [MemberData(nameof(SimdFacts.Widths), MemberType = typeof(SimdFacts))]
    public void ProductsAndActivationsHaveTheSameBitsInEveryWidth(string width)
    {
        const int Rows = 31, Inputs = 451, Outputs = 40, Stride = 48;
        using var a = new AlignedFloats(Rows * Inputs, seed: 30);
        using var panels = new AlignedFloats(Inputs * Stride, seed: 31);
        using var bias = new AlignedFloats(Stride, seed: 32);
        var weights = new PackedMatrix(panels.Pointer, bias.Pointer, Inputs, Outputs);
        string narrowest = Fma.IsSupported || !Sse.IsSupported ? "128" : width; // without fused additions 128 bits round twice
        foreach (Activation activation in new[] { Activation.None, Activation.Gelu, Activation.GeluTanh, Activation.Relu, Activation.Silu })
        {
            Assert.Equal(Product(narrowest, activation), Product(width, activation));
        }

        float[] Product(string width, Activation activation)
        {
            using var c = new AlignedFloats(Rows * Stride);
            using var packed = new AlignedFloats(KernelSet.PackedFloats);
            SimdFacts.Kernels(width).Product(a.Pointer, Inputs, Rows, weights, new IndexRange(0, 3), c.Pointer, Stride, activation, packed.Pointer);
            return c.Span.ToArray();
        }
    }

    [Fact]
    public void SumsAlongARowHaveBitsOfTheirOwnInEveryWidth()
    {
        const int Width = 384, Rows = 20;
        float[][] results = [.. SimdFacts.WidthNames.Select(Normalized)];
        for (int i = 1; i < results.Length; i++)
        {
            Assert.NotEqual(results[i - 1], results[i]);
            Assert.All(results[i - 1].Zip(results[i]), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }

        static float[] Normalized(string width)
        {
            using var x = new AlignedFloats(Width * Rows, seed: 33, scale: 3f);
            using var weight = new AlignedFloats(Width, seed: 34);
            using var bias = new AlignedFloats(Width, seed: 35);
            SimdFacts.Kernels(width).Normalize(x.Pointer, Width, Rows, new NormWeights(weight.Pointer, bias.Pointer, Width), 1e-12f);
            return x.Span.ToArray();
        }
    }
}

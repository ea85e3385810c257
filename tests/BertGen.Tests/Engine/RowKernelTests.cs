using BertGen.Engine;
using BertGen.Engine.Kernels;

namespace BertGen.Tests.Engine;

/// <summary>LayerNorm and the kernels on single rows, for widths with and without a rest beside whole vectors.</summary>
public sealed unsafe class RowKernelTests
{
    public static TheoryData<string, int> Widths
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (string simd in SimdFacts.WidthNames)
            {
                foreach (int width in new[] { 1, 3, 8, 13, 36, 192, 771 })
                {
                    data.Add(simd, width);
                }
            }

            return data;
        }
    }

    /// <summary>Five rows: four that are worked on together, and one alone.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void NormalizeEqualsDouble(string simd, int width) => CheckNorm(simd, width, offset: 0f);

    /// <summary>The rounding of the mean is much beside differences that are a thousandth of it.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void NormalizeEqualsDoubleWhereValuesLieFarFromZero(string simd, int width) => CheckNorm(simd, width, offset: 1000f);

    [Theory]
    [MemberData(nameof(Widths))]
    public void ElementwiseKernelsTouchTheirWidthAndNothingElse(string simd, int width)
    {
        KernelSet kernels = SimdFacts.Kernels(simd);
        using var x = new AlignedFloats(width, seed: 8);
        using var y = new AlignedFloats(width + 1, seed: 9);
        float[] before = y.Span.ToArray();

        kernels.AddScaled(x.Pointer, 0.5f, y.Pointer, width);
        for (int i = 0; i < width; i++)
        {
            Assert.Equal(MathF.FusedMultiplyAdd(x[i], 0.5f, before[i]), y[i]);
        }

        kernels.Scale(x.Pointer, -2f, y.Pointer, width);
        Assert.All(Enumerable.Range(0, width), i => Assert.Equal(-2f * x[i], y[i]));

        kernels.Add(x.Pointer, x.Pointer, y.Pointer, width);
        Assert.All(Enumerable.Range(0, width), i => Assert.Equal(x[i] + x[i], y[i]));

        kernels.Max(x.Pointer, y.Pointer, width);
        Assert.All(Enumerable.Range(0, width), i => Assert.Equal(MathF.Max(x[i], x[i] + x[i]), y[i]));
        Assert.Equal(before[width], y[width]);
    }

    private static void CheckNorm(string simd, int width, float offset)
    {
        const int Rows = 5;
        const float Epsilon = 1e-5f;
        using var x = new AlignedFloats(width * Rows, seed: 5, scale: 3f);
        using var weight = new AlignedFloats(width, seed: 6);
        using var bias = new AlignedFloats(width, seed: 7);
        for (int i = 0; i < width * Rows; i++)
        {
            x.Span[i] += offset;
        }

        float[] before = x.Span.ToArray();
        SimdFacts.Kernels(simd).Normalize(x.Pointer, width, Rows, new NormWeights(weight.Pointer, bias.Pointer, width), Epsilon);
        for (int row = 0; row < Rows; row++)
        {
            double[] values = [.. before.AsSpan(row * width, width).ToArray().Select(value => (double)value)];
            double mean = values.Average();
            double variance = values.Average(value => (value - mean) * (value - mean));
            for (int i = 0; i < width; i++)
            {
                double expected = ((values[i] - mean) / Math.Sqrt(variance + Epsilon) * weight[i]) + bias[i];
                Assert.InRange(x[(row * width) + i] - expected, -1e-6, 1e-6);
            }
        }
    }
}

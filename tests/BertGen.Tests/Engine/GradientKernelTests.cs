using BertGen.Engine;
using BertGen.Engine.Kernels;
using Xunit.Abstractions;

namespace BertGen.Tests.Engine;

/// <summary>
/// The gradient kernels of every width beside those of the narrowest, which the recorded gradients of whole models hold to the
/// original; and what they are made of.
/// </summary>
public sealed unsafe class GradientKernelTests(ITestOutputHelper output)
{
    [Theory]
    [MemberData(nameof(SimdFacts.Widths), MemberType = typeof(SimdFacts))]
    public void SumsOverRowsHaveTheSameBits(string width)
    {
        const int Rows = 41, Inputs = 75, Columns = 48;
        using var gradient = new AlignedFloats(Inputs * Rows, seed: 20);
        using var panels = new AlignedFloats(Inputs * Columns, seed: 21);
        var x = new PackedMatrix(panels.Pointer, null, Inputs, Columns);
        Assert.Equal(AddProduct("128"), AddProduct(width));

        float[] AddProduct(string width)
        {
            KernelSet kernels = SimdFacts.Kernels(width);
            using var packed = new AlignedFloats(Inputs * Rows);
            using var sums = new AlignedFloats(Rows * Columns, seed: 22);
            RowPacking.PackColumns(gradient.Pointer, Rows, Rows, Inputs, packed.Pointer, kernels.TileRows);
            kernels.AddProduct(packed.Pointer, Rows, x, sums.Pointer, Columns);
            return sums.Span.ToArray();
        }
    }

    [Theory]
    [MemberData(nameof(SimdFacts.Widths), MemberType = typeof(SimdFacts))]
    public void NormGradientsAgree(string width)
    {
        const int Width = 75;
        using var gradient = new AlignedFloats(Width, seed: 23);
        using var weight = new AlignedFloats(Width, seed: 24);
        Compare(NormGradient("128"), NormGradient(width), 2e-6);

        float[] NormGradient(string width)
        {
            using var x = new AlignedFloats(Width, seed: 25);
            using var result = new AlignedFloats(Width);
            SimdFacts.Gradients(width).NormGradient(x.Pointer, gradient.Pointer, weight.Pointer, result.Pointer, Width, 1e-5f);
            return [.. result.Span, .. x.Span];
        }
    }

    [Theory]
    [MemberData(nameof(SimdFacts.Widths), MemberType = typeof(SimdFacts))]
    public void ActivationGradientsAgree(string width)
    {
        const int Stride = 32, Rows = 9;
        using var x = new AlignedFloats(Stride * Rows, seed: 26, scale: 4f);
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            Compare(Gradient("128"), Gradient(width), 1e-6);

            float[] Gradient(string width)
            {
                using var gradient = new AlignedFloats(x.Count, seed: 27);
                SimdFacts.Gradients(width).ActivationGradient(x.Pointer, gradient.Pointer, Stride, Rows, activation);
                return gradient.Span.ToArray();
            }
        }
    }

    [Theory]
    [MemberData(nameof(SimdFacts.Widths), MemberType = typeof(SimdFacts))]
    public void AttentionGradientsAgree(string width)
    {
        foreach ((int length, int headSize) in new[] { (1, 6), (16, 16), (50, 20), (130, 32) })
        {
            Compare(AttentionGradient("128", length, headSize), AttentionGradient(width, length, headSize), 1e-5);
        }
    }

    private static float[] AttentionGradient(string width, int length, int headSize)
    {
        int stride = 3 * headSize;
        using var input = new AlignedFloats(length * stride, seed: 28);
        using var context = new AlignedFloats(length * headSize);
        using var contextGradient = new AlignedFloats(length * headSize, seed: 29);
        using var result = new AlignedFloats(length * stride);
        using var scratch = new AlignedFloats(new AttentionScratch(length, headSize).Floats);
        using var gradientScratch = new AlignedFloats(new AttentionGradientScratch(length, headSize).Floats);
        var head = new AttentionHead
        {
            Queries = input.Pointer,
            Keys = input.Pointer + headSize,
            Values = input.Pointer + (2 * headSize),
            Stride = stride,
            Length = length,
            HeadSize = headSize,
            FirstPiece = 0,
            Wanted = default,
            WantedCount = length,
            Context = context.Pointer,
            ContextStride = headSize,
        };
        SimdFacts.Kernels(width).Attend(head, scratch.Pointer);
        SimdFacts.Gradients(width).AttendGradient(
            head,
            new AttentionHeadGradient
            {
                Context = contextGradient.Pointer,
                ContextStride = headSize,
                Queries = result.Pointer,
                Keys = result.Pointer + headSize,
                Values = result.Pointer + (2 * headSize),
                Stride = stride,
            },
            gradientScratch.Pointer);
        return result.Span.ToArray();
    }

    private void Compare(float[] expected, float[] actual, double tolerance)
    {
        Assert.All(actual, value => Assert.True(float.IsFinite(value)));
        double worst = expected.Zip(actual, (left, right) => (double)MathF.Abs(left - right)).Max();
        output.WriteLine($"largest difference {worst:g3}");
        Assert.InRange(worst, 0, tolerance);
    }
}

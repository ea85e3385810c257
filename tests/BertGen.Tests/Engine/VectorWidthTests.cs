using System.Runtime.Intrinsics;
using BertGen.Engine;
using BertGen.Engine.Kernels;

namespace BertGen.Tests.Engine;

/// <summary>Every kernel gives the same bits in vectors of every width: those of the narrowest are compared with each.</summary>
public sealed unsafe class VectorWidthTests
{
    private const int Rows = 5;
    private const float Epsilon = 1e-12f;

    /// <summary>Rows of whole blocks of 16, and rows with a rest beside them.</summary>
    private static readonly int[] RowWidths = [1, 3, 8, 13, 16, 36, 192, 384, 771];

    private static readonly Dictionary<string, Func<string, IEnumerable<float[]>>> Kernels = new()
    {
        ["product"] = width => Enum.GetValues<Activation>().Select(activation => Product(width, activation)),
        ["gate"] = width => Enum.GetValues<Activation>().Select(activation => Gate(width, activation)),
        ["norm"] = width => RowWidths.SelectMany(count => new[] { Normalized(width, count, isRms: false), Normalized(width, count, isRms: true) }),
        ["sums"] = width => RowWidths.Select(count => Sums(width, count)),
        ["rotary"] = width => RowWidths.Select(count => Rotated(width, count)),
        ["attention"] = width => Heads(width, gradients: false),
        ["gradient of a norm"] = width => RowWidths.Select(count => NormGradient(width, count)),
        ["gradients of activations"] = width => Enum.GetValues<Activation>().Select(activation => ActivationGradient(width, activation)),
        ["gradient of attention"] = width => Heads(width, gradients: true),
    };

    public static TheoryData<string> Names => [.. Kernels.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void AKernelHasTheSameBitsInEveryWidth(string name)
    {
        float[][] narrow = [.. Kernels[name](SimdFacts.WidthNames[0])];
        foreach (string width in SimdFacts.WidthNames)
        {
            float[][] wide = [.. Kernels[name](width)];
            for (int i = 0; i < narrow.Length; i++)
            {
                Assert.Equal(Bits(narrow[i]), Bits(wide[i]));
            }
        }
    }

    /// <summary>What is done where the processor has no fused multiply-add: the rounding of a product that is exact, and of the sum.</summary>
    [Fact]
    public void MultiplyAddIsRoundedOnceWithoutTheInstruction()
    {
        var random = new Random(41);
        float[] special = [0f, -0f, 1f, float.Epsilon, float.MinValue, float.MaxValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN, 1.17549435e-38f];
        for (int i = 0; i < 2_000_000; i++)
        {
            (float x, float y, float z) = (Next(), Next(), Next());

            // Half of the addends nearly cancel the product, where one rounding and two differ most.
            z = i % 2 == 0 ? z : -(x * y) * (1f + (random.Next(-3, 4) * 1.1920929e-7f));
            float actual = FusedMultiplyAdd.InDouble(Vector128.Create(x), Vector128.Create(y), Vector128.Create(z))[i % 4];
            float expected = MathF.FusedMultiplyAdd(x, y, z);
            Assert.True(
                BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(actual) || (float.IsNaN(expected) && float.IsNaN(actual)),
                $"{x:R} * {y:R} + {z:R}: expected {expected:R}, found {actual:R}");
        }

        float Next() => random.Next(12) == 0 ? special[random.Next(special.Length)] : BitConverter.Int32BitsToSingle((int)random.NextInt64(1L << 32));
    }

    private static float[] Product(string width, Activation activation)
    {
        const int Height = 31, Inputs = 451, Outputs = 40, Stride = 48;
        using var a = new AlignedFloats(Height * Inputs, seed: 30);
        using var panels = new AlignedFloats(Inputs * Stride, seed: 31);
        using var bias = new AlignedFloats(Stride, seed: 32);
        using var c = new AlignedFloats(Height * Stride);
        using var packed = new AlignedFloats(KernelSet.PackedFloats);
        var weights = new PackedMatrix(panels.Pointer, bias.Pointer, Inputs, Outputs);
        SimdFacts.Kernels(width).Product(a.Pointer, Inputs, Height, weights, new IndexRange(0, 3), c.Pointer, Stride, activation, packed.Pointer);
        return c.Span.ToArray();
    }

    private static float[] Gate(string width, Activation activation)
    {
        const int Width = 75;
        using var x = new AlignedFloats(Rows * Width, seed: 33, scale: 9f);
        using var gate = new AlignedFloats(Rows * Width, seed: 34);
        using var result = new AlignedFloats(Rows * Width);

        // The ends of the functions, their middle, and what is no number.
        float[] ends = [0f, -0f, float.NaN, 1e-30f, -1e-30f, 127f, -127f, 1e30f, -1e30f];
        ends.CopyTo(x.Span);
        SimdFacts.Kernels(width).Gate(x.Pointer, gate.Pointer, Width, Rows, result.Pointer, Width, Width, activation);
        return result.Span.ToArray();
    }

    private static float[] Normalized(string width, int count, bool isRms)
    {
        using var x = new AlignedFloats(count * Rows, seed: 35, scale: 3f);
        using var weight = new AlignedFloats(count, seed: 36);
        using var bias = new AlignedFloats(count, seed: 37);
        SimdFacts.Kernels(width).Normalize(x.Pointer, count, Rows, new NormWeights(weight.Pointer, bias.Pointer, count, isRms), Epsilon);
        return x.Span.ToArray();
    }

    private static float[] Sums(string width, int count)
    {
        using var x = new AlignedFloats(count, seed: 38);
        using var y = new AlignedFloats(count, seed: 39);
        float squares = SimdFacts.Kernels(width).SumOfSquares(x.Pointer, count), dot = SimdFacts.Gradients(width).Dot(x.Pointer, y.Pointer, count);
        SimdFacts.Gradients(width).AddProducts(x.Pointer, x.Pointer, y.Pointer, count);
        SimdFacts.Kernels(width).AddScaled(x.Pointer, 0.3f, y.Pointer, count);
        return [squares, dot, .. y.Span];
    }

    private static float[] Rotated(string width, int count)
    {
        using var x = new AlignedFloats(2 * count, seed: 40);
        using var angles = new AlignedFloats(2 * count, seed: 41);
        SimdFacts.Kernels(width).Rotate(x.Pointer, angles.Pointer, angles.Pointer + count, count, 1, 2 * count, back: false);
        return x.Span.ToArray();
    }

    private static float[] NormGradient(string width, int count)
    {
        using var x = new AlignedFloats(count, seed: 42);
        using var gradient = new AlignedFloats(count, seed: 43);
        using var weight = new AlignedFloats(count, seed: 44);
        using var result = new AlignedFloats(count);
        SimdFacts.Gradients(width).NormGradient(x.Pointer, gradient.Pointer, weight.Pointer, result.Pointer, count, Epsilon);
        return [.. result.Span, .. x.Span];
    }

    private static float[] ActivationGradient(string width, Activation activation)
    {
        const int Width = 64;
        using var x = new AlignedFloats(Rows * Width, seed: 45, scale: 9f);
        using var gradient = new AlignedFloats(Rows * Width, seed: 46);
        SimdFacts.Gradients(width).ActivationGradient(x.Pointer, gradient.Pointer, Width, Rows, activation);
        return gradient.Span.ToArray();
    }

    private static IEnumerable<float[]> Heads(string width, bool gradients)
    {
        foreach ((int length, int headSize) in new[] { (1, 6), (7, 12), (16, 16), (50, 64), (129, 32), (300, 20) })
        {
            foreach ((int near, bool isCausal, bool hasBias) in new[] { (0, false, false), (0, false, true), (0, true, false), (9, false, false) })
            {
                yield return Head(width, length, headSize, near, isCausal, hasBias, gradients);
            }
        }
    }

    private static float[] Head(string width, int length, int headSize, int near, bool isCausal, bool hasBias, bool gradients)
    {
        int stride = 3 * headSize;
        using var input = new AlignedFloats(length * stride, seed: 47, scale: 2f);
        using var context = new AlignedFloats(length * headSize);
        using var bias = new AlignedFloats((2 * length) + PackedMatrix.PanelWidth, seed: 48);
        using var scratch = new AlignedFloats(AttentionScratch.Most(length, headSize));
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
            Near = near,
            IsCausal = isCausal,
            Bias = hasBias ? bias.Pointer + length : null,
            BiasReach = length,
        };
        SimdFacts.Kernels(width).Attend(head, scratch.Pointer);
        if (!gradients)
        {
            return context.Span.ToArray();
        }

        using var outer = new AlignedFloats(length * headSize, seed: 49);
        using var result = new AlignedFloats(length * stride);
        using var gradientScratch = new AlignedFloats(AttentionGradientScratch.Most(length, headSize, near, isCausal));
        var gradient = new AttentionHeadGradient
        {
            Context = outer.Pointer,
            ContextStride = headSize,
            Queries = result.Pointer,
            Keys = result.Pointer + headSize,
            Values = result.Pointer + (2 * headSize),
            Stride = stride,
        };
        SimdFacts.Gradients(width).AttendGradient(head, gradient, gradientScratch.Pointer);
        return result.Span.ToArray();
    }

    /// <summary>The bits of values; of a NaN, which has many, that it is one.</summary>
    private static int[] Bits(float[] values) => [.. values.Select(value => BitConverter.SingleToInt32Bits(float.IsNaN(value) ? float.NaN : value))];
}

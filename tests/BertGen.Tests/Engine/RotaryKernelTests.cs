using BertGen.Engine;

namespace BertGen.Tests.Engine;

/// <summary>Rotary positions, gates and norms that subtract no mean, on the kernels of every width, for sizes that fill no vector.</summary>
public sealed unsafe class RotaryKernelTests
{
    public static TheoryData<string, int> Widths
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (string simd in SimdFacts.WidthNames)
            {
                foreach (int width in new[] { 2, 6, 16, 36, 64 })
                {
                    data.Add(simd, width);
                }
            }

            return data;
        }
    }

    /// <summary>Two heads of three are turned, half of each, and turned back.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void PairsAreTurnedAndTurnedBack(string simd, int size)
    {
        const int Position = 5;
        RotaryAngles angles = RotaryTable.Of(10000f, size, length: 9).Covering(9);
        int headSize = size + 3;
        using var x = new AlignedFloats(3 * headSize, seed: 50);
        float[] before = x.Span.ToArray();
        SimdFacts.Kernels(simd).Rotate(x.Pointer, angles.Cos(Position), angles.Sin(Position), angles.Half, 2, headSize, back: false);
        for (int i = 0; i < x.Count; i++)
        {
            int place = i % headSize, pair = place % (size / 2);
            bool isTurned = i < 2 * headSize && place < size;
            double angle = Position * Math.Pow(10000, -2.0 * pair / size);
            double expected = !isTurned ? before[i]
                : place < size / 2 ? (before[i] * Math.Cos(angle)) - (before[i + (size / 2)] * Math.Sin(angle))
                : (before[i] * Math.Cos(angle)) + (before[i - (size / 2)] * Math.Sin(angle));
            Assert.InRange(x[i] - expected, -1e-6, 1e-6);
        }

        SimdFacts.Kernels(simd).Rotate(x.Pointer, angles.Cos(Position), angles.Sin(Position), angles.Half, 2, headSize, back: true);
        Assert.All(Enumerable.Range(0, x.Count), i => Assert.InRange(x[i] - before[i], -1e-6f, 1e-6f));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void AGateMultipliesAndItsGradientIsOfBothSides(string simd, int width)
    {
        const int Rows = 2;
        int stride = (2 * width) + 1;
        using var x = new AlignedFloats(Rows * stride, seed: 51, scale: 3f);
        using var result = new AlignedFloats((Rows * width) + 1);
        float last = result[Rows * width];
        SimdFacts.Kernels(simd).Gate(x.Pointer, x.Pointer + width, stride, Rows, result.Pointer, width, width, Activation.Silu);
        using var outer = new AlignedFloats(Rows * width, seed: 52);
        using var gradient = new AlignedFloats(Rows * stride);
        SimdFacts.Gradients(simd).GateGradient(
            x.Pointer, x.Pointer + width, stride, Rows, outer.Pointer, width, gradient.Pointer, gradient.Pointer + width, width, Activation.Silu);
        for (int i = 0; i < Rows * width; i++)
        {
            int at = (i / width * stride) + (i % width);
            double value = x[at], gate = x[at + width], sigmoid = 1 / (1 + Math.Exp(-value));
            Assert.InRange(result[i] - (value * sigmoid * gate), -3e-6, 3e-6);
            Assert.InRange(gradient[at] - (outer[i] * gate * sigmoid * (1 + (value * (1 - sigmoid)))), -3e-6, 3e-6);
            Assert.InRange(gradient[at + width] - (outer[i] * value * sigmoid), -3e-6, 3e-6);
        }

        Assert.Equal(last, result[Rows * width]);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void AnRmsNormSubtractsNoMean(string simd, int width)
    {
        const float Epsilon = 1e-5f, Step = 1e-3f;
        using var x = new AlignedFloats(width, seed: 53, scale: 2f);
        using var weight = new AlignedFloats(width, seed: 54);
        using var zeros = new AlignedFloats(width, scale: 0f);
        using var outer = new AlignedFloats(width, seed: 55);
        using var gradient = new AlignedFloats(width);
        double[] input = [.. x.Span.ToArray().Select(value => (double)value)];
        SimdFacts.Kernels(simd).Normalize(x.Pointer, width, 1, new NormWeights(weight.Pointer, zeros.Pointer, width, isRms: true), Epsilon);
        Assert.All(Enumerable.Range(0, width), i => Assert.InRange(x[i] - (input[i] * Scale(input) * weight[i]), -3e-6, 3e-6));

        using var again = new AlignedFloats(width, seed: 53, scale: 2f);
        SimdFacts.Gradients(simd).NormGradient(again.Pointer, outer.Pointer, weight.Pointer, gradient.Pointer, width, Epsilon, centers: false);
        for (int i = 0; i < width; i++)
        {
            double[] up = [.. input], down = [.. input];
            up[i] += Step;
            down[i] -= Step;
            Assert.InRange(gradient[i] - ((Loss(up) - Loss(down)) / (2 * Step)), -1e-4, 1e-4);
        }

        double Scale(double[] values) => 1 / Math.Sqrt((values.Sum(value => value * value) / width) + Epsilon);

        double Loss(double[] values) => values.Select((value, i) => value * Scale(values) * weight[i] * outer[i]).Sum();
    }

    /// <summary>Frequencies are powers of 32-bit floats, and positions times frequencies are rounded before their cosine is taken.</summary>
    [Fact]
    public void AnglesAreThoseOfTheReference()
    {
        RotaryTable table = RotaryTable.Of(160000f, 64, length: 8001);
        float frequency = 1f / (float)Math.Pow(160000f, 2f / 64f);
        float angle = 8000 * frequency;
        Assert.Equal((float)Math.Cos(angle), table.Covering(8001).Cos(8000)[1]);
        Assert.Equal(1f, table.Covering(1).Cos(0)[5]);
        Assert.Same(table, RotaryTable.Of(160000f, 64, length: 8001));
    }

    /// <summary>A call that has more positions makes the table longer; who reads the shorter one goes on reading it.</summary>
    [Fact]
    public void ATableGrowsWithTheLongestCall()
    {
        RotaryTable table = RotaryTable.Of(777f, 8, length: 5);
        RotaryAngles first = table.Covering(5);
        Assert.Same(first, table.Covering(3));
        RotaryAngles longer = table.Covering(6);
        Assert.Equal(10, longer.Length);
        Assert.Same(longer, table.Covering(10));
        Assert.Equal(123, table.Covering(123).Length);
        RotaryAngles made = RotaryTable.Of(777f, 8, length: 123).Covering(123);
        for (int position = 0; position < 123; position++)
        {
            Assert.Equal(made.CosOf(position).ToArray(), table.Covering(123).CosOf(position).ToArray());
            Assert.Equal(made.SinOf(position).ToArray(), table.Covering(123).SinOf(position).ToArray());
        }

        Assert.Equal(made.SinOf(4).ToArray(), first.SinOf(4).ToArray());
    }
}

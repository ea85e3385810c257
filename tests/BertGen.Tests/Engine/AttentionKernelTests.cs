using BertGen.Engine.Kernels;
using Xunit.Abstractions;

namespace BertGen.Tests.Engine;

/// <summary>One attention head against double, for lengths and head sizes that fill no panel, whole and narrowed.</summary>
public sealed unsafe class AttentionKernelTests(ITestOutputHelper output)
{
    public static TheoryData<string, int, int> Sizes
    {
        get
        {
            var data = new TheoryData<string, int, int>();
            foreach (string simd in SimdFacts.WidthNames)
            {
                data.Add(simd, 1, 6);
                data.Add(simd, 7, 12);
                data.Add(simd, 16, 16);
                data.Add(simd, 50, 64);
                data.Add(simd, 129, 32);
                data.Add(simd, 600, 20);
                data.Add(simd, 3000, 8);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void AttentionEqualsDouble(string simd, int length, int headSize)
    {
        using var input = new AlignedFloats(length * 3 * headSize, seed: 10, scale: 2f);
        using var context = new AlignedFloats(length * headSize);
        Attend(SimdFacts.Kernels(simd), input, length, headSize, [], context);

        double worst = 0;
        for (int piece = 0; piece < length; piece += 1 + (length / 40))
        {
            double[] expected = Expected(input, length, headSize, piece);
            for (int i = 0; i < headSize; i++)
            {
                worst = Math.Max(worst, Math.Abs(expected[i] - context[(piece * headSize) + i]));
            }
        }

        output.WriteLine($"largest difference {worst:g3}");
        Assert.InRange(worst, 0, 2e-6);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void NarrowedAttentionHasTheSameBits(string simd, int length, int headSize)
    {
        using var input = new AlignedFloats(length * 3 * headSize, seed: 11, scale: 2f);
        using var all = new AlignedFloats(length * headSize);
        using var some = new AlignedFloats(length * headSize);
        int[] wanted = [.. Enumerable.Range(0, length).Where(i => i % 3 != 1)];
        Attend(SimdFacts.Kernels(simd), input, length, headSize, [], all);
        Attend(SimdFacts.Kernels(simd), input, length, headSize, wanted, some);
        for (int i = 0; i < wanted.Length; i++)
        {
            Assert.True(some.Span.Slice(i * headSize, headSize).SequenceEqual(all.Span.Slice(wanted[i] * headSize, headSize)), $"piece {wanted[i]}");
        }
    }

    /// <summary>What is added by distance, where pieces stand side by side, where some are missing, and where they are farther apart than there are values.</summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public void ABiasByDistanceIsAddedToTheScores(string simd, int length, int headSize)
    {
        const int Margin = 16;
        using var input = new AlignedFloats(length * 3 * headSize, seed: 13, scale: 2f);
        using var context = new AlignedFloats(length * headSize);
        int[] gaps = [.. Enumerable.Range(0, length).Select(piece => piece + (piece / 3))];
        foreach ((int reach, int[] columns) in new[] { (length + 5, Array.Empty<int>()), ((2 * length) + 5, gaps), (Math.Max(1, length / 4), gaps), (Math.Max(1, length / 2), []) })
        {
            using var bias = new AlignedFloats((2 * reach) + 1 + Margin, seed: 14, scale: 3f);
            Attend(SimdFacts.Kernels(simd), input, length, headSize, [], context, bias.Pointer + reach, reach, columns);
            double worst = 0;
            for (int piece = 0; piece < length; piece += 1 + (length / 40))
            {
                int At(int other) => columns.Length == 0 ? other : columns[other];
                double[] expected = Expected(input, length, headSize, piece, key => bias[Math.Clamp(At(key) - At(piece), -reach, reach) + reach]);
                for (int i = 0; i < headSize; i++)
                {
                    worst = Math.Max(worst, Math.Abs(expected[i] - context[(piece * headSize) + i]));
                }
            }

            output.WriteLine($"reach {reach}, {columns.Length} columns: largest difference {worst:g3}");
            Assert.InRange(worst, 0, 3e-6);
        }
    }

    /// <summary>Scores far apart and far from zero: the largest is subtracted before exp, so nothing overflows.</summary>
    [Theory]
    [MemberData(nameof(SimdFacts.Widths), MemberType = typeof(SimdFacts))]
    public void LargeScoresDoNotOverflow(string simd)
    {
        const int Length = 20, HeadSize = 8;
        using var input = new AlignedFloats(Length * 3 * HeadSize, seed: 12, scale: 200f);
        using var context = new AlignedFloats(Length * HeadSize);
        Attend(SimdFacts.Kernels(simd), input, Length, HeadSize, [], context);
        for (int i = 0; i < context.Count; i++)
        {
            Assert.InRange(context[i], -200.1f, 200.1f);
        }
    }

    private static void Attend(KernelSet kernels, AlignedFloats input, int length, int headSize, int[] wanted, AlignedFloats context, float* bias = null, int reach = 0, int[]? columns = null)
    {
        using var scratch = new AlignedFloats(new AttentionScratch(length, headSize).Floats);
        kernels.Attend(
            new AttentionHead
            {
                Queries = input.Pointer,
                Keys = input.Pointer + headSize,
                Values = input.Pointer + (2 * headSize),
                Stride = 3 * headSize,
                Length = length,
                HeadSize = headSize,
                FirstPiece = 0,
                Wanted = wanted,
                WantedCount = wanted.Length == 0 ? length : wanted.Length,
                Context = context.Pointer,
                ContextStride = headSize,
                Bias = bias,
                BiasReach = reach,
                Columns = columns,
            },
            scratch.Pointer);
    }

    private static double[] Expected(AlignedFloats input, int length, int headSize, int piece, Func<int, double>? bias = null)
    {
        double[] scores = new double[length];
        for (int key = 0; key < length; key++)
        {
            for (int i = 0; i < headSize; i++)
            {
                scores[key] += (double)input[(piece * 3 * headSize) + i] * input[(((key * 3) + 1) * headSize) + i] / Math.Sqrt(headSize);
            }

            scores[key] += bias?.Invoke(key) ?? 0;
        }

        double largest = scores.Max();
        double sum = scores.Sum(score => Math.Exp(score - largest));
        double[] result = new double[headSize];
        for (int key = 0; key < length; key++)
        {
            for (int i = 0; i < headSize; i++)
            {
                result[i] += Math.Exp(scores[key] - largest) / sum * input[(((key * 3) + 2) * headSize) + i];
            }
        }

        return result;
    }
}

using BertGen.Engine.Kernels;
using Xunit.Abstractions;

namespace BertGen.Tests.Engine;

/// <summary>Attention to near pieces only, on the kernels of every width: against double, narrowed, with pieces missing, and its gradient against differences of it.</summary>
public sealed unsafe class WindowedAttentionTests(ITestOutputHelper output)
{
    public static TheoryData<string, int, int, int> Sizes
    {
        get
        {
            var data = new TheoryData<string, int, int, int>();
            foreach (string simd in SimdFacts.WidthNames)
            {
                data.Add(simd, 1, 6, 3);
                data.Add(simd, 40, 12, 1);
                data.Add(simd, 200, 16, 3);
                data.Add(simd, 333, 20, 33);
                data.Add(simd, 700, 8, 65);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void NearPiecesAreSeenAndNoOthers(string simd, int length, int headSize, int near)
    {
        foreach (int[] columns in new int[][] { [], [.. Enumerable.Range(0, length).Select(piece => piece + (piece / 3))] })
        {
            using var head = new Head(length, headSize, near, columns);
            head.Attend(simd, [], head.Context.Pointer);
            double worst = 0;
            for (int piece = 0; piece < length; piece++)
            {
                double[] expected = head.Expected(piece);
                for (int i = 0; i < headSize; i++)
                {
                    worst = Math.Max(worst, Math.Abs(expected[i] - head.Context[(piece * headSize) + i]));
                }
            }

            output.WriteLine($"{columns.Length} columns: largest difference {worst:g3}");
            Assert.InRange(worst, 0, 2e-6);
        }
    }

    /// <summary>Blocks of wanted pieces begin elsewhere, and some lie far apart.</summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public void NarrowedAttentionHasTheSameBits(string simd, int length, int headSize, int near)
    {
        using var head = new Head(length, headSize, near, []);
        using var some = new AlignedFloats(length * headSize);
        head.Attend(simd, [], head.Context.Pointer);
        int[] wanted = [.. Enumerable.Range(0, length).Where(i => i % 7 == 2 || (i > 100 && i % 3 != 1) || i == length - 1)];
        head.Attend(simd, wanted, some.Pointer);
        for (int i = 0; i < wanted.Length; i++)
        {
            Assert.True(some.Span.Slice(i * headSize, headSize).SequenceEqual(head.Context.Span.Slice(wanted[i] * headSize, headSize)), $"piece {wanted[i]}");
        }
    }

    /// <summary>Some queries at a time, read where they stand: the same bits as of all of them, laid out before.</summary>
    [Theory]
    [MemberData(nameof(SimdFacts.Widths), MemberType = typeof(SimdFacts))]
    public void SomeQueriesHaveTheSameBits(string simd)
    {
        foreach ((int length, int headSize, int near, bool isCausal) in
            new[] { (2, 32, 1, false), (40, 32, 1, false), (41, 64, 17, false), (700, 64, 65, false), (333, 96, 33, true), (333, 32, 300, false), (1100, 32, 504, true) })
        {
            using var head = new Head(length, headSize, near, [], isCausal);
            using var some = new AlignedFloats(length * headSize);
            head.Attend(simd, [], head.Context.Pointer);
            int first = 0;
            for (int i = 0; first < length; i++)
            {
                int end = Math.Min(length, first + 1 + (i * 13 % 70));
                head.AttendNear(simd, new IndexRange(first, end), some.Pointer);
                first = end;
            }

            for (int piece = 0; piece < length; piece++)
            {
                Assert.True(
                    some.Span.Slice(piece * headSize, headSize).SequenceEqual(head.Context.Span.Slice(piece * headSize, headSize)),
                    $"piece {piece} of {length}, head size {headSize}, near {near}");
            }
        }
    }

    /// <summary>Pieces that see none behind them, alone and with a window, and their gradients.</summary>
    [Theory]
    [MemberData(nameof(SimdFacts.Widths), MemberType = typeof(SimdFacts))]
    public void PiecesMaySeeNoneBehindThem(string simd)
    {
        foreach (int near in new[] { 0, 9 })
        {
            const int Length = 130, HeadSize = 12;
            using var head = new Head(Length, HeadSize, near, [], isCausal: true);
            using var outer = new AlignedFloats(Length * HeadSize, seed: 42);
            using var result = new AlignedFloats(Length * 3 * HeadSize);
            head.Attend(simd, [], head.Context.Pointer);
            for (int piece = 0; piece < Length; piece++)
            {
                double[] expected = head.Expected(piece);
                Assert.All(Enumerable.Range(0, HeadSize), i => Assert.InRange(head.Context[(piece * HeadSize) + i] - expected[i], -2e-6, 2e-6));
            }

            head.Gradient(simd, outer, result);
            head.CompareGradient(outer, result);
        }
    }

    /// <summary>What lies outside of every window must not matter, whatever it is.</summary>
    [Theory]
    [MemberData(nameof(SimdFacts.Widths), MemberType = typeof(SimdFacts))]
    public void FarPiecesChangeNoBit(string simd)
    {
        const int Length = 300, HeadSize = 16, Near = 10;
        using var head = new Head(Length, HeadSize, Near, []);
        head.Attend(simd, [], head.Context.Pointer);
        float[] before = head.Context.Span[..(HeadSize * 100)].ToArray();
        head.Input.Span[(3 * HeadSize * (100 + Near))..].Fill(1e4f);
        head.Attend(simd, [], head.Context.Pointer);
        Assert.True(head.Context.Span[..(HeadSize * 100)].SequenceEqual(before));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void GradientsAreThoseOfTheValues(string simd, int length, int headSize, int near)
    {
        using var head = new Head(length, headSize, near, []);
        using var outer = new AlignedFloats(length * headSize, seed: 41);
        using var result = new AlignedFloats(length * 3 * headSize);
        head.Attend(simd, [], head.Context.Pointer);
        head.Gradient(simd, outer, result);
        head.CompareGradient(outer, result);
    }

    private sealed class Head(int length, int headSize, int near, int[] columns, bool isCausal = false) : IDisposable
    {
        public AlignedFloats Input { get; } = new(length * 3 * headSize, seed: 40, scale: 2f);

        public AlignedFloats Context { get; } = new(length * headSize);

        public void Attend(string simd, int[] wanted, float* context)
        {
            using var scratch = new AlignedFloats(AttentionScratch.Most(length, headSize));
            SimdFacts.Kernels(simd).Attend(Of(wanted, context), scratch.Pointer);
        }

        public void AttendNear(string simd, IndexRange queries, float* context)
        {
            using var scratch = new AlignedFloats(AttentionScratch.Most(length, headSize));
            AttentionHead head = Of([], context);
            Assert.True(head.IsNear);
            SimdFacts.Kernels(simd).AttendNear(head, queries, scratch.Pointer);
        }

        public void Gradient(string simd, AlignedFloats outer, AlignedFloats result)
        {
            using var scratch = new AlignedFloats(AttentionGradientScratch.Most(length, headSize, near, isCausal));
            SimdFacts.Gradients(simd).AttendGradient(
                Of([], Context.Pointer),
                new AttentionHeadGradient
                {
                    Context = outer.Pointer,
                    ContextStride = headSize,
                    Queries = result.Pointer,
                    Keys = result.Pointer + headSize,
                    Values = result.Pointer + (2 * headSize),
                    Stride = 3 * headSize,
                },
                scratch.Pointer);
        }

        /// <summary>Differences of the sum of output times cotangent, at some of the inputs.</summary>
        public void CompareGradient(AlignedFloats outer, AlignedFloats result)
        {
            int count = length * 3 * headSize;
            for (int i = 7 % count; i < count; i += 1 + (count / 37))
            {
                const float Step = 1e-3f;
                float value = Input[i];
                Input.Span[i] = value + Step;
                double up = Loss(outer);
                Input.Span[i] = value - Step;
                double down = Loss(outer);
                Input.Span[i] = value;
                double expected = (up - down) / ((double)(value + Step) - (value - Step));
                Assert.InRange(result[i] - expected, -1e-4, 1e-4);
            }
        }

        private double Loss(AlignedFloats outer) =>
            Enumerable.Range(0, length).Sum(piece => Expected(piece).Select((value, j) => value * outer[(piece * headSize) + j]).Sum());

        public double[] Expected(int piece)
        {
            int At(int other) => columns.Length == 0 ? other : columns[other];
            int[] seen = [.. Enumerable.Range(0, length).Where(key => (near == 0 || Math.Abs(At(key) - At(piece)) < near) && (!isCausal || key <= piece))];
            double[] scores = [.. seen.Select(key => Enumerable.Range(0, headSize).Sum(i => (double)Value(piece, 0, i) * Value(key, 1, i)) / Math.Sqrt(headSize))];
            double largest = scores.Max();
            double sum = scores.Sum(score => Math.Exp(score - largest));
            return [.. Enumerable.Range(0, headSize).Select(i => seen.Select((key, n) => Math.Exp(scores[n] - largest) / sum * Value(key, 2, i)).Sum())];
        }

        public void Dispose()
        {
            Input.Dispose();
            Context.Dispose();
        }

        private float Value(int piece, int part, int i) => Input[(((piece * 3) + part) * headSize) + i];

        private AttentionHead Of(int[] wanted, float* context) => new()
        {
            Queries = Input.Pointer,
            Keys = Input.Pointer + headSize,
            Values = Input.Pointer + (2 * headSize),
            Stride = 3 * headSize,
            Length = length,
            HeadSize = headSize,
            FirstPiece = 0,
            Wanted = wanted,
            WantedCount = wanted.Length == 0 ? length : wanted.Length,
            Context = context,
            ContextStride = headSize,
            Near = near,
            IsCausal = isCausal,
            Columns = columns,
        };
    }
}

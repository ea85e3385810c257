using BertGen.Engine.Kernels;

namespace BertGen.Tests.Engine;

/// <summary>Attention read in place, on heads of every shape, among other heads and by themselves: what it may read, and where it may write.</summary>
public sealed unsafe class NearAttentionTests
{
    private const int Cases = 60;

    // As many floats before, between and behind what is written.
    private const int Guard = 64;
    private const float Untouched = 12345f;

    /// <summary>The same bits as laid out before, whatever stands outside the head and the windows of the queries, and whatever was in the scratch.</summary>
    [Theory]
    [MemberData(nameof(SimdFacts.Widths), MemberType = typeof(SimdFacts))]
    public void NothingOutsideOfTheWindowsIsUsedAndNothingElseWritten(string simd)
    {
        var random = new Random(7);
        for (int i = 0; i < Cases; i++)
        {
            int length = random.Next(4) switch { 0 => random.Next(1, 20), 1 => random.Next(500, 1300), _ => random.Next(20, 200) };
            bool isCausal = random.Next(2) == 0;
            int near = random.Next(3) == 0 ? random.Next(1, 505) : random.Next(1, 1 + Math.Min(504, length));
            int start = random.Next(3) == 0 ? 0 : random.Next(length);
            var queries = new IndexRange(start, random.Next(3) == 0 ? length : Math.Min(length, start + 1 + random.Next(512)));
            using var head = new Place(length, 32 * random.Next(1, 5), near, isCausal, isTogether: i % 2 == 0, random.Next());
            if (head.Of(head.Expected).IsNear)
            {
                head.Compare(simd, queries);
            }
        }
    }

    private sealed class Place(int length, int headSize, int near, bool isCausal, bool isTogether, int seed) : IDisposable
    {
        private readonly int _stride = isTogether ? headSize : (5 * headSize) + Guard;

        // From queries to keys, and from these to values: they stand apart, as those of grouped heads do.
        private readonly int _step = isTogether ? (length * headSize) + Guard : 2 * headSize;
        private readonly int _contextStride = headSize + Guard;
        private readonly AlignedFloats _input = new((length + 1) * ((5 * headSize) + Guard), seed, scale: 2f);

        public AlignedFloats Expected { get; } = new(length * (headSize + Guard));

        public void Compare(string simd, IndexRange queries)
        {
            string what = $"length {length}, head size {headSize}, near {near}, causal {isCausal}, together {isTogether}, queries {queries.Start} to {queries.End}";
            int floats = AttentionScratch.Most(length, headSize);
            using var scratch = new AlignedFloats(floats + (2 * Guard));
            using var context = new AlignedFloats(Expected.Count);
            SimdFacts.Kernels(simd).Attend(Of(Expected), scratch.Pointer + Guard);

            var seen = new IndexRange(Of(Expected).Seen(queries.Start).Start, Of(Expected).Seen(queries.End - 1).End);
            float[] input = _input.Span.ToArray();
            _input.Span.Fill(float.NaN);
            Keep(input, 0, queries);
            Keep(input, _step, seen);
            Keep(input, 2 * _step, seen);

            scratch.Span.Fill(float.NaN);
            scratch.Span[..Guard].Fill(Untouched);
            scratch.Span[^Guard..].Fill(Untouched);
            context.Span.Fill(Untouched);
            SimdFacts.Kernels(simd).AttendNear(Of(context), queries, scratch.Pointer + Guard);

            Assert.Equal(-1, scratch.Span[..Guard].IndexOfAnyExcept(Untouched));
            Assert.Equal(-1, scratch.Span[^Guard..].IndexOfAnyExcept(Untouched));
            for (int row = 0; row < length; row++)
            {
                ReadOnlySpan<float> result = context.Span.Slice(row * _contextStride, _contextStride);
                int written = row >= queries.Start && row < queries.End ? headSize : 0;
                Assert.True(result[..written].SequenceEqual(Expected.Span.Slice(row * _contextStride, written)), $"row {row}: {what}");
                Assert.True(result[written..].IndexOfAnyExcept(Untouched) < 0, $"behind row {row}: {what}");
            }
        }

        public AttentionHead Of(AlignedFloats context) => new()
        {
            Queries = _input.Pointer,
            Keys = _input.Pointer + _step,
            Values = _input.Pointer + (2 * _step),
            Stride = _stride,
            Length = length,
            HeadSize = headSize,
            FirstPiece = 0,
            Wanted = [],
            WantedCount = length,
            Context = context.Pointer,
            ContextStride = _contextStride,
            Near = near,
            IsCausal = isCausal,
        };

        public void Dispose()
        {
            _input.Dispose();
            Expected.Dispose();
        }

        private void Keep(ReadOnlySpan<float> input, int first, IndexRange rows)
        {
            for (int row = rows.Start; row < rows.End; row++)
            {
                int start = first + (row * _stride);
                input.Slice(start, headSize).CopyTo(_input.Span[start..]);
            }
        }
    }
}

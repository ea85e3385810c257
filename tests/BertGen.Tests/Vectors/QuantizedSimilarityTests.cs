using System.Buffers;
using System.Numerics.Tensors;
using System.Text.Json;
using BertGen.Vectors;

namespace BertGen.Tests.Vectors;

public sealed class QuantizedSimilarityTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(48)]
    [InlineData(129)]
    public void Bits_that_differ_are_counted(int width)
    {
        Tensor<byte> left = Bytes(3, width, 1), right = Bytes(4, width, 2);

        Tensor<int> found = QuantizedSimilarity.HammingDistance(left, right);

        AssertSame(Plain(left, right, (a, b) => int.PopCount(a ^ b)), found);
        AssertSame(found, QuantizedSimilarity.HammingDistance(Signed(left), Signed(right)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(64)]
    [InlineData(384)]
    [InlineData(70_001)]
    public void Products_are_added_up(int width)
    {
        Tensor<sbyte> left = Signed(Bytes(2, width, 3)), right = Signed(Bytes(3, width, 4));

        AssertSame(Plain(left, right, (a, b) => a * b), QuantizedSimilarity.Dot(left, right));
    }

    [Fact]
    public void The_smallest_bytes_do_not_overflow()
    {
        Tensor<sbyte> smallest = Tensor.Create(Enumerable.Repeat(sbyte.MinValue, 131_071).ToArray(), [1, 131_071]);

        Assert.Equal(131_071 * 16_384, QuantizedSimilarity.Dot(smallest, smallest)[0, 0]);
    }

    [Fact]
    public void What_does_not_fit_is_an_error()
    {
        Tensor<sbyte> large = Tensor.Create(Enumerable.Repeat(sbyte.MinValue, 131_072).ToArray(), [1, 131_072]);

        Assert.Throws<OverflowException>(() => QuantizedSimilarity.Dot(large, large));
        Assert.Contains("(1, 2) and (1, 3)", Assert.Throws<ArgumentException>(() => QuantizedSimilarity.HammingDistance(Bytes(1, 2, 1), Bytes(1, 3, 1))).Message);
        Assert.Contains("width", Assert.Throws<ArgumentException>(() => VectorSearch.HammingSearch(Bytes(1, 2, 1), Tensor.Create(new byte[2], [2]))).Message);
        Assert.Contains("3 values", Assert.Throws<ArgumentException>(() => VectorSearch.HammingSearch(Bytes(1, 2, 1), Bytes(1, 3, 1))).Message);
    }

    [Fact]
    public void Searches_find_what_plain_loops_find()
    {
        Tensor<byte> queries = Bytes(3, 16, 5), corpus = Bytes(200, 16, 6);

        AssertBest(QuantizedSimilarity.HammingDistance(queries, corpus), -1, VectorSearch.HammingSearch(queries, corpus, topK: 9));
        AssertBest(QuantizedSimilarity.Dot(Signed(queries), Signed(corpus)), 1, VectorSearch.DotSearch(Signed(queries), Signed(corpus), topK: 9));
        Assert.All(VectorSearch.HammingSearch(queries, corpus, topK: 0), Assert.Empty);
    }

    [Fact]
    public void Ranges_that_were_written_down_give_the_same_bytes()
    {
        var random = new Random(7);
        Tensor<float> vectors = Tensor.Create(Enumerable.Range(0, 60).Select(_ => random.NextSingle() - 0.5f).ToArray(), [5, 12]);
        var ranges = QuantizationRanges.Of(vectors);

        string[] texts = [JsonSerializer.Serialize(ranges.Smallest.ToArray()), JsonSerializer.Serialize(ranges.Largest.ToArray())];
        float[][] read = Array.ConvertAll(texts, text => JsonSerializer.Deserialize<float[]>(text)!);

        AssertSame(VectorQuantization.ToInt8(vectors, ranges), VectorQuantization.ToInt8(vectors, new QuantizationRanges(read[0], read[1])));
    }

    private static void AssertBest(Tensor<int> compared, int sign, IReadOnlyList<IReadOnlyList<RankedText>> found)
    {
        for (int query = 0; query < found.Count; query++)
        {
            IEnumerable<RankedText> expected = Enumerable.Range(0, (int)compared.Lengths[1])
                .Select(row => new RankedText(row, sign * compared[query, row]))
                .OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Index).Take(found[query].Count);
            Assert.Equal(9, found[query].Count);
            Assert.Equal(expected, found[query]);
        }
    }

    private static Tensor<int> Plain<T>(Tensor<T> left, Tensor<T> right, Func<T, T, int> compare)
    {
        (int rows, int columns, int width) = ((int)left.Lengths[0], (int)right.Lengths[0], (int)left.Lengths[1]);
        int[] sums = new int[rows * columns];
        for (int i = 0; i < sums.Length; i++)
        {
            for (int k = 0; k < width; k++)
            {
                sums[i] += compare(left[i / columns, k], right[i % columns, k]);
            }
        }

        return Tensor.Create(sums, [rows, columns]);
    }

    private static Tensor<byte> Bytes(int rows, int width, int seed)
    {
        byte[] values = new byte[rows * width];
        new Random(seed).NextBytes(values);
        return Tensor.Create(values, [rows, width]);
    }

    private static Tensor<sbyte> Signed(Tensor<byte> bytes) => Tensor.Create(Array.ConvertAll(bytes.ToArray(), value => (sbyte)value), bytes.Lengths);

    private static void AssertSame<T>(Tensor<T> expected, Tensor<T> actual)
    {
        Assert.Equal(expected.Lengths, actual.Lengths);
        Assert.Equal(expected.ToArray(), actual.ToArray());
    }
}

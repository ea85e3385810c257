using System.Numerics.Tensors;
using BertGen.Vectors;

namespace BertGen.Tests.Vectors;

public sealed class VectorSimilarityTests
{
    public static IEnumerable<object[]> Widths =>
        from function in Enum.GetValues<SimilarityFunction>() from width in new[] { 1, 7, 8, 9, 20, 64, 131 } select new object[] { function, width };

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_pair_has_the_value_of_the_formula(SimilarityFunction function, int width)
    {
        Tensor<float> left = Random(5, width, seed: 1);
        Tensor<float> right = Random(3, width, seed: 2);

        Tensor<float> result = VectorSimilarity.Compare(function, left, right);

        Assert.Equal([(nint)5, 3], result.Lengths);
        for (nint i = 0; i < 5; i++)
        {
            for (nint j = 0; j < 3; j++)
            {
                double expected = Formula(function, Row(left, i), Row(right, j));
                Assert.Equal(expected, result[i, j], Math.Abs(expected) * 1e-6);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Pairs_have_the_bits_of_the_diagonal(SimilarityFunction function, int width)
    {
        Tensor<float> left = Random(4, width, seed: 3);
        Tensor<float> right = Random(4, width, seed: 4);
        Tensor<float> all = VectorSimilarity.Compare(function, left, right);

        Tensor<float> pairs = VectorSimilarity.ComparePairs(function, left, right);

        Assert.Equal([(nint)4], pairs.Lengths);
        Assert.Equal([all[0, 0], all[1, 1], all[2, 2], all[3, 3]], pairs.ToArray());
    }

    [Fact]
    public void A_vector_of_zeros_is_at_right_angles_to_all()
    {
        Tensor<float> zero = Tensor.Create(new float[3], [1, 3]);

        Assert.Equal(0, VectorSimilarity.Compare(SimilarityFunction.Cosine, zero, Random(1, 3, seed: 5))[0, 0]);
        Assert.Equal(0, VectorSimilarity.Compare(SimilarityFunction.Cosine, zero, zero)[0, 0]);
    }

    [Fact]
    public void Tiny_vectors_are_divided_by_the_smallest_length_of_the_reference()
    {
        Tensor<float> tiny = Tensor.Create(new[] { 1e-13f }, [1, 1]);

        Assert.Equal(0.01, VectorSimilarity.Compare(SimilarityFunction.Cosine, tiny, tiny)[0, 0], 1e-7);
    }

    [Fact]
    public void Vectors_that_do_not_fit_are_an_error()
    {
        Assert.Contains("(2, 3) and (2, 4)", Assert.Throws<ArgumentException>(() => VectorSimilarity.Compare(SimilarityFunction.Dot, Random(2, 3, 1), Random(2, 4, 1))).Message);
        Assert.Contains("found 2 and 3", Assert.Throws<ArgumentException>(() => VectorSimilarity.ComparePairs(SimilarityFunction.Dot, Random(2, 3, 1), Random(3, 3, 1))).Message);
        Assert.Contains("(3)", Assert.Throws<ArgumentException>(() => VectorSimilarity.Compare(SimilarityFunction.Dot, Tensor.Create(new float[3], [3]), Random(2, 3, 1))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => VectorSimilarity.Compare((SimilarityFunction)9, Random(2, 3, 1), Random(2, 3, 1)));
    }

    private static double Formula(SimilarityFunction function, double[] left, double[] right)
    {
        double dot = left.Zip(right, (x, y) => x * y).Sum();
        return function switch
        {
            SimilarityFunction.Cosine => dot / Math.Sqrt(left.Sum(x => x * x) * right.Sum(x => x * x)),
            SimilarityFunction.Dot => dot,
            SimilarityFunction.Euclidean => -Math.Sqrt(left.Zip(right, (x, y) => (x - y) * (x - y)).Sum()),
            _ => -left.Zip(right, (x, y) => Math.Abs(x - y)).Sum(),
        };
    }

    private static double[] Row(Tensor<float> tensor, nint row)
    {
        double[] values = new double[tensor.Lengths[1]];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = tensor[row, i];
        }

        return values;
    }

    private static Tensor<float> Random(int rows, int width, int seed)
    {
        var random = new Random(seed);
        return Tensor.Create([.. Enumerable.Range(0, rows * width).Select(_ => (random.NextSingle() * 2) - 1)], [rows, width]);
    }
}

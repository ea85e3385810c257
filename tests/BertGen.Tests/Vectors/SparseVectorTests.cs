using BertGen.Vectors;

namespace BertGen.Tests.Vectors;

/// <summary>Sparse vectors beside the dense ones that they stand for.</summary>
public sealed class SparseVectorTests
{
    private static readonly float[] Left = [0, 2, 0, -3, 0.5f, 0];
    private static readonly float[] Right = [1, 4, 0, 0, -2, 0];

    [Fact]
    public void ItHasTheComponentsThatAreNotZero()
    {
        var vector = SparseVector.Of(Left);
        Assert.Equal([1, 3, 4], vector.Indices.ToArray());
        Assert.Equal([2, -3, 0.5f], vector.Values.ToArray());
        Assert.Equal((6, 3), (vector.Dimensions, vector.Count));
        Assert.Equal(Left, vector.ToDense());
        Assert.Equal(0, SparseVector.Of(new float[4]).Count);
    }

    [Theory]
    [InlineData(SimilarityFunction.Dot, 7.0)]
    [InlineData(SimilarityFunction.Cosine, 0.41964345)]
    [InlineData(SimilarityFunction.Euclidean, -4.5)]
    [InlineData(SimilarityFunction.Manhattan, -8.5)]
    public void ItIsComparedAsADenseOne(SimilarityFunction function, double expected)
    {
        double found = SparseVector.Of(Left).Compare(function, SparseVector.Of(Right));
        Assert.Equal(expected, found, 1e-6);
        Assert.Equal(VectorSimilarity.Compare(function, Row(Left), Row(Right))[0, 0], found, 1e-5);
    }

    [Fact]
    public void TheLargestAreThoseOfTheLargestAbsoluteValues()
    {
        SparseVector vector = new(9, [0, 2, 4, 8], [1, -5, 1, 3]);
        Assert.Equal([2, 8], vector.Largest(2).Indices.ToArray());
        Assert.Equal([0, 2, 8], vector.Largest(3).Indices.ToArray());
        Assert.Same(vector, vector.Largest(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => vector.Largest(0));
    }

    [Theory]
    [InlineData(new[] { 1, 1 }, new[] { 1f, 2f }, "at 1")]
    [InlineData(new[] { 3 }, new[] { 1f }, "from 0 to 2")]
    [InlineData(new[] { -1 }, new[] { 1f }, "found -1")]
    [InlineData(new[] { 1 }, new float[0], "as many values")]
    public void WrongComponentsAreRefused(int[] indices, float[] values, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new SparseVector(3, indices, values)).Message, StringComparison.Ordinal);

    [Fact]
    public void VectorsOfOtherDimensionsAreRefused() =>
        Assert.Throws<ArgumentException>(() => SparseVector.Of(Left).Dot(SparseVector.Of(new float[5])));

    private static System.Numerics.Tensors.Tensor<float> Row(float[] values) => System.Numerics.Tensors.Tensor.Create(values, [1, values.Length]);
}

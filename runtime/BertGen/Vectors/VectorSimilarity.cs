using System.Numerics.Tensors;
using BertGen.Engine.Batches;

namespace BertGen.Vectors;

/// <summary>Compares vectors with each other. Sums are taken in double precision and in one order: the same vectors give the same bits everywhere.</summary>
public static class VectorSimilarity
{
    /// <summary>Compares every vector of one side with every vector of the other.</summary>
    /// <param name="function">How they are compared.</param>
    /// <param name="left">Vectors, (n, width).</param>
    /// <param name="right">Vectors, (m, width).</param>
    /// <returns>(n, m).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such function.</exception>
    public static Tensor<float> Compare(SimilarityFunction function, ReadOnlyTensorSpan<float> left, ReadOnlyTensorSpan<float> right)
    {
        int width = CheckShapes(left, right);
        int rows = (int)left.Lengths[0];
        int columns = (int)right.Lengths[0];
        ReadOnlySpan<float> leftValues = DenseValues.Of<float>(left);
        ReadOnlySpan<float> rightValues = DenseValues.Of<float>(right);
        double[] leftNorms = VectorPair.Norms(function, leftValues, rows, width);
        double[] rightNorms = VectorPair.Norms(function, rightValues, columns, width);
        float[] result = new float[checked(rows * columns)];
        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<float> row = leftValues.Slice(i * width, width);
            for (int j = 0; j < columns; j++)
            {
                result[(i * columns) + j] = (float)VectorPair.Compare(function, row, rightValues.Slice(j * width, width), leftNorms[i] * rightNorms[j]);
            }
        }

        return Tensor.Create(result, [rows, columns]);
    }

    /// <summary>Compares the vectors of two sides pair by pair.</summary>
    /// <param name="function">How they are compared.</param>
    /// <param name="left">Vectors, (n, width).</param>
    /// <param name="right">Vectors, (n, width).</param>
    /// <returns>(n).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such function.</exception>
    public static Tensor<float> ComparePairs(SimilarityFunction function, ReadOnlyTensorSpan<float> left, ReadOnlyTensorSpan<float> right)
    {
        int width = CheckShapes(left, right);
        if (left.Lengths[0] != right.Lengths[0])
        {
            throw new ArgumentException($"Expected as many vectors on both sides; found {left.Lengths[0]} and {right.Lengths[0]}.", nameof(right));
        }

        int count = (int)left.Lengths[0];
        ReadOnlySpan<float> leftValues = DenseValues.Of<float>(left);
        ReadOnlySpan<float> rightValues = DenseValues.Of<float>(right);
        double[] leftNorms = VectorPair.Norms(function, leftValues, count, width);
        double[] rightNorms = VectorPair.Norms(function, rightValues, count, width);
        float[] result = new float[count];
        for (int i = 0; i < count; i++)
        {
            result[i] = (float)VectorPair.Compare(function, leftValues.Slice(i * width, width), rightValues.Slice(i * width, width), leftNorms[i] * rightNorms[i]);
        }

        return Tensor.Create(result, [count]);
    }

    /// <returns>The width.</returns>
    private static int CheckShapes(ReadOnlyTensorSpan<float> left, ReadOnlyTensorSpan<float> right) =>
        left.Rank == 2 && right.Rank == 2 && left.Lengths[1] == right.Lengths[1]
            ? (int)left.Lengths[1]
            : throw new ArgumentException(
                $"Expected vectors of one width, shapes (n, width) and (m, width); found {TensorText.Shape(left.Lengths)} and {TensorText.Shape(right.Lengths)}.");
}

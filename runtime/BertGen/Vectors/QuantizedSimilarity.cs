using System.Numerics.Tensors;
using BertGen.Engine.Batches;

namespace BertGen.Vectors;

/// <summary>
/// Compares vectors that <see cref="VectorQuantization"/> made smaller, without making floats of them. Results are integers: they are
/// exact, and the same on every machine.
/// </summary>
public static class QuantizedSimilarity
{
    /// <summary>In how many bits vectors differ: the number of components whose sign is another one.</summary>
    /// <param name="left">Vectors of bits, eight in a byte, (n, bytes).</param>
    /// <param name="right">Vectors of bits, (m, bytes).</param>
    /// <returns>(n, m).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor<int> HammingDistance(ReadOnlyTensorSpan<byte> left, ReadOnlyTensorSpan<byte> right) => Compare(left, right, QuantizedPair.Hamming);

    /// <inheritdoc cref="HammingDistance(ReadOnlyTensorSpan{byte}, ReadOnlyTensorSpan{byte})"/>
    public static Tensor<int> HammingDistance(ReadOnlyTensorSpan<sbyte> left, ReadOnlyTensorSpan<sbyte> right) => Compare(left, right, QuantizedPair.Hamming);

    /// <summary>
    /// The dot products of vectors of bytes. They order vectors as the dot products of their floats do, roughly, where the ranges of all
    /// components are about alike.
    /// </summary>
    /// <param name="left">Vectors, (n, width).</param>
    /// <param name="right">Vectors, (m, width).</param>
    /// <returns>(n, m).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="OverflowException">A product does not fit 32 bits; with fewer than 131,072 components every one does.</exception>
    public static Tensor<int> Dot(ReadOnlyTensorSpan<sbyte> left, ReadOnlyTensorSpan<sbyte> right) => Compare(left, right, QuantizedPair.Dot);

    private static Tensor<int> Compare<T>(in ReadOnlyTensorSpan<T> left, in ReadOnlyTensorSpan<T> right, QuantizedComparison<T> compare)
        where T : unmanaged
    {
        if (left.Rank != 2 || right.Rank != 2 || left.Lengths[1] != right.Lengths[1])
        {
            throw new ArgumentException(
                $"Expected vectors of one width, shapes (n, width) and (m, width); found {TensorText.Shape(left.Lengths)} and {TensorText.Shape(right.Lengths)}.");
        }

        (int rows, int columns, int width) = ((int)left.Lengths[0], (int)right.Lengths[0], (int)left.Lengths[1]);
        ReadOnlySpan<T> leftValues = DenseValues.Of<T>(left), rightValues = DenseValues.Of<T>(right);
        int[] result = new int[checked(rows * columns)];
        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<T> row = leftValues.Slice(i * width, width);
            for (int j = 0; j < columns; j++)
            {
                result[(i * columns) + j] = compare(row, rightValues.Slice(j * width, width));
            }
        }

        return Tensor.Create(result, [rows, columns]);
    }
}

using System.Numerics;
using System.Numerics.Tensors;
using BertGen.Engine.Batches;
using BertGen.Engine.Threading;
using BertGen.Training.Heads;

namespace BertGen.Training;

/// <summary>
/// The contrastive loss of pairs, InfoNCE: each query has to find its own key among the keys of the whole batch. The others are its negatives.
/// </summary>
public static class InfoNce
{
    /// <summary>Compares the vectors of pairs by their inner products; give vectors of length 1 to compare by cosine.</summary>
    /// <param name="queries">Shape (n, width).</param>
    /// <param name="keys">Shape (n, width), row i for query i, or (n + more, width): the rows behind are negatives of all.</param>
    /// <param name="temperature">What the products are divided by before the softmax; positive.</param>
    /// <param name="symmetric">Whether each key also has to find its own query, the loss being the mean of both ways.</param>
    /// <returns>The mean over the pairs, and its gradients by both sides.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is not positive.</exception>
    public static PairLoss Compute(ReadOnlyTensorSpan<float> queries, ReadOnlyTensorSpan<float> keys, float temperature = 0.05f, bool symmetric = true)
    {
        if (queries.Rank != 2 || keys.Rank != 2 || queries.FlattenedLength == 0 || queries.Lengths[1] != keys.Lengths[1] || keys.Lengths[0] < queries.Lengths[0])
        {
            throw new ArgumentException(
                $"Expected queries of shape (n, width), n at least 1, and keys of shape (n or more, width); found {TensorText.Shape(queries.Lengths)} and {TensorText.Shape(keys.Lengths)}.");
        }

        if (!(temperature > 0) || !float.IsFinite(temperature))
        {
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, $"Expected a positive temperature; found {temperature}.");
        }

        int width = (int)queries.Lengths[1];
        var (value, ofQueries, ofKeys) = Differentiate(
            new Matrix<float>(DenseValues.Copy(queries), width), new Matrix<float>(DenseValues.Copy(keys), width), temperature, symmetric);
        return new PairLoss(value, Tensor.Create(ofQueries.Values, queries.Lengths), Tensor.Create(ofKeys.Values, keys.Lengths));
    }

    /// <summary>The loss, and its gradients by queries and keys.</summary>
    internal static (T Value, Matrix<T> Queries, Matrix<T> Keys) Differentiate<T>(Matrix<T> queries, Matrix<T> keys, T temperature, bool symmetric)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> byQuery = queries.TimesTransposed(keys);
        foreach (ref T score in byQuery.Values.AsSpan())
        {
            score /= temperature;
        }

        // The scores are replaced by their gradients: first those of the keys' choices, then those of the queries'.
        int ways = symmetric ? 2 : 1;
        T weight = T.One / T.CreateChecked(queries.Height * ways);
        Matrix<T> byKey = byQuery.Transpose();
        T sum = Choose(byQuery, weight);
        if (symmetric)
        {
            sum += Choose(byKey, weight);
            AddTransposed(byKey, byQuery, queries.Height);
        }

        foreach (ref T score in byQuery.Values.AsSpan())
        {
            score /= temperature;
        }

        return (sum * weight, byQuery.Times(keys), byQuery.Transpose().Times(queries));
    }

    /// <summary>The sum of the losses of the first rows, each of which has to choose the column of its own number.</summary>
    private static T Choose<T>(Matrix<T> scores, T weight)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] losses = new T[Math.Min(scores.Height, scores.Width)];
        WorkLoop.Run(losses.Length, row => losses[row] = SoftmaxLoss.Differentiate(scores.Row(row), row, weight));
        T sum = T.Zero;
        foreach (T loss in losses)
        {
            sum += loss;
        }

        return sum;
    }

    /// <summary>Adds the first rows of one matrix to the columns of another.</summary>
    private static void AddTransposed<T>(Matrix<T> source, Matrix<T> destination, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < source.Width; column++)
            {
                destination.Row(column)[row] += source.Row(row)[column];
            }
        }
    }
}

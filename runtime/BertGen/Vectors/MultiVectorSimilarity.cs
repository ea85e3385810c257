using System.Numerics.Tensors;
using BertGen.Engine.Batches;

namespace BertGen.Vectors;

/// <summary>Compares texts that have a vector for each piece. Sums are taken in double precision and in one order: the same vectors give the same bits everywhere.</summary>
public static class MultiVectorSimilarity
{
    /// <summary>The similarity to a document without vectors, as the reference library has it: for each vector of the query.</summary>
    private const double Nothing = -1e9;

    /// <summary>For every query and document: the largest inner product of each vector of the query with one of the document, added up.</summary>
    /// <param name="queries">The vectors of each query, (pieces, width).</param>
    /// <param name="documents">The vectors of each document, (pieces, width).</param>
    /// <param name="mean">Whether the sum is divided by the number of the query's vectors.</param>
    /// <returns>(queries, documents).</returns>
    /// <exception cref="ArgumentException">A text has no matrix of vectors, or of another width.</exception>
    public static Tensor<float> MaxSim(ReadOnlySpan<Tensor<float>> queries, ReadOnlySpan<Tensor<float>> documents, bool mean = false)
    {
        float[] result = new float[checked(queries.Length * documents.Length)];
        for (int i = 0; i < queries.Length; i++)
        {
            for (int j = 0; j < documents.Length; j++)
            {
                result[(i * documents.Length) + j] = MaxSim(queries[i], documents[j], mean);
            }
        }

        return Tensor.Create(result, [queries.Length, documents.Length]);
    }

    /// <summary>For one query and one document: the largest inner product of each vector of the query with one of the document, added up.</summary>
    /// <param name="query">(pieces, width).</param>
    /// <param name="document">(pieces, width).</param>
    /// <param name="mean">Whether the sum is divided by the number of the query's vectors.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static float MaxSim(Tensor<float> query, Tensor<float> document, bool mean = false)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(document);
        if (query.Rank != 2 || document.Rank != 2 || query.Lengths[1] != document.Lengths[1])
        {
            throw new ArgumentException(
                $"Expected vectors of one width, shapes (n, width) and (m, width); found {TensorText.Shape(query.Lengths)} and {TensorText.Shape(document.Lengths)}.");
        }

        int width = (int)query.Lengths[1], count = (int)query.Lengths[0], length = (int)document.Lengths[0];
        ReadOnlySpan<float> left = DenseValues.Of<float>(query.AsReadOnlyTensorSpan()), right = DenseValues.Of<float>(document.AsReadOnlyTensorSpan());
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            double largest = length == 0 ? Nothing : double.NegativeInfinity;
            for (int j = 0; j < length; j++)
            {
                largest = Math.Max(largest, VectorPair.Compare(SimilarityFunction.Dot, left.Slice(i * width, width), right.Slice(j * width, width), 1));
            }

            sum += largest;
        }

        return (float)(mean && count > 0 ? sum / count : sum);
    }
}

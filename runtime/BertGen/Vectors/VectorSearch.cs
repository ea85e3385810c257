using System.Numerics.Tensors;
using BertGen.Engine.Batches;

namespace BertGen.Vectors;

/// <summary>
/// What programs do with the vectors of many texts, under the names that sentence-transformers gives it in its <c>util</c>. Every pair is
/// compared: nothing is approximate.
/// </summary>
public static class VectorSearch
{
    /// <summary>For each query, the vectors of a corpus that are most like it (<c>util.semantic_search</c>).</summary>
    /// <param name="queries">Vectors, (n, width).</param>
    /// <param name="corpus">Vectors, (m, width).</param>
    /// <param name="topK">Most hits of a query.</param>
    /// <param name="function">How vectors are compared.</param>
    /// <returns>For each query its hits, best first; of equal scores the first row comes first.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="topK"/> is negative, or there is no such function.</exception>
    public static IReadOnlyList<IReadOnlyList<RankedText>> SemanticSearch(
        Tensor<float> queries, Tensor<float> corpus, int topK = 10, SimilarityFunction function = SimilarityFunction.Cosine)
    {
        CheckMatrix(queries, nameof(queries));
        CheckMatrix(corpus, nameof(corpus));
        return NearestRows.Find(function, DenseValues.Of<float>(queries), (int)queries.Lengths[0], corpus, topK);
    }

    /// <summary>For each query, the vectors of bits in a corpus that differ from it in the fewest bits.</summary>
    /// <param name="queries">Vectors of bits, (n, bytes), as <see cref="VectorQuantization.ToUBinary"/> makes them.</param>
    /// <param name="corpus">Vectors of bits, (m, bytes).</param>
    /// <param name="topK">Most hits of a query.</param>
    /// <returns>For each query its hits, best first; a score is minus the number of bits that differ. Of equal scores the first row comes first.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="topK"/> is negative.</exception>
    public static IReadOnlyList<IReadOnlyList<RankedText>> HammingSearch(Tensor<byte> queries, Tensor<byte> corpus, int topK = 10)
    {
        CheckMatrix(queries, nameof(queries));
        CheckMatrix(corpus, nameof(corpus));
        return NearestRows.Find(QuantizedPair.Hamming, -1, queries, corpus, topK);
    }

    /// <summary>For each query, the vectors of bytes in a corpus with the largest dot products.</summary>
    /// <param name="queries">Vectors of bytes, (n, width), as <see cref="VectorQuantization.ToInt8"/> makes them with the ranges of the corpus.</param>
    /// <param name="corpus">Vectors of bytes, (m, width).</param>
    /// <param name="topK">Most hits of a query.</param>
    /// <returns>For each query its hits, best first; of equal scores the first row comes first.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="topK"/> is negative.</exception>
    public static IReadOnlyList<IReadOnlyList<RankedText>> DotSearch(Tensor<sbyte> queries, Tensor<sbyte> corpus, int topK = 10)
    {
        CheckMatrix(queries, nameof(queries));
        CheckMatrix(corpus, nameof(corpus));
        return NearestRows.Find(QuantizedPair.Dot, 1, queries, corpus, topK);
    }

    /// <summary>The pairs of vectors that are most alike (<c>util.paraphrase_mining_embeddings</c>).</summary>
    /// <param name="vectors">Vectors, (n, width).</param>
    /// <param name="topK">How many others each vector is paired with at most.</param>
    /// <param name="maxPairs">Most pairs.</param>
    /// <param name="function">How vectors are compared.</param>
    /// <returns>The pairs, best first: each once, the first row before the second.</returns>
    /// <exception cref="ArgumentException">The vectors are no matrix.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or there is no such function.</exception>
    public static IReadOnlyList<ParaphrasePair> ParaphraseMining(
        Tensor<float> vectors, int topK = 100, int maxPairs = 500_000, SimilarityFunction function = SimilarityFunction.Cosine)
    {
        CheckMatrix(vectors, nameof(vectors));
        ArgumentOutOfRangeException.ThrowIfNegative(topK);
        ArgumentOutOfRangeException.ThrowIfNegative(maxPairs);
        int count = (int)vectors.Lengths[0];

        // One more than asked for: a vector is most like itself.
        RankedText[][] nearest = NearestRows.Find(function, DenseValues.Of<float>(vectors), count, vectors, topK == 0 ? 0 : (int)Math.Min(topK + 1L, count));
        var pairs = new Dictionary<(int First, int Second), float>();
        for (int row = 0; row < count; row++)
        {
            foreach (RankedText other in nearest[row].Where(other => other.Index != row).Take(topK))
            {
                pairs[(Math.Min(row, other.Index), Math.Max(row, other.Index))] = other.Score;
            }
        }

        return [.. pairs
            .Select(pair => new ParaphrasePair(pair.Key.First, pair.Key.Second, pair.Value))
            .OrderByDescending(pair => pair.Score)
            .ThenBy(pair => pair.First)
            .ThenBy(pair => pair.Second)
            .Take(maxPairs)];
    }

    /// <summary>
    /// Groups of vectors that lie close to one of them (<c>util.community_detection</c>): around every vector, all whose cosine reaches the
    /// threshold; the larger group keeps what two would share.
    /// </summary>
    /// <param name="vectors">Vectors, (n, width).</param>
    /// <param name="threshold">The least cosine between a member and the vector in the middle.</param>
    /// <param name="minCommunitySize">Least members of a group.</param>
    /// <returns>The rows of each group, the largest first; in a group those nearest to its middle come first.</returns>
    /// <exception cref="ArgumentException">The vectors are no matrix.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="minCommunitySize"/> is less than 1.</exception>
    public static IReadOnlyList<IReadOnlyList<int>> CommunityDetection(Tensor<float> vectors, float threshold = 0.75f, int minCommunitySize = 10)
    {
        CheckMatrix(vectors, nameof(vectors));
        ArgumentOutOfRangeException.ThrowIfLessThan(minCommunitySize, 1);
        int count = (int)vectors.Lengths[0], width = (int)vectors.Lengths[1];
        double[] norms = VectorPair.Norms(SimilarityFunction.Cosine, DenseValues.Of<float>(vectors), count, width);
        var around = new int[count][];
        Parallel.For(0, count, row => around[row] = Neighbours(vectors, norms, row, width, threshold));

        var taken = new HashSet<int>();
        var communities = new List<int[]>();
        foreach (int[] community in around.Where(members => members.Length >= minCommunitySize).OrderByDescending(members => members.Length))
        {
            int[] rest = [.. community.Where(member => !taken.Contains(member))];
            if (rest.Length >= minCommunitySize)
            {
                communities.Add(rest);
                taken.UnionWith(rest);
            }
        }

        return [.. communities.OrderByDescending(members => members.Length)];
    }

    private static int[] Neighbours(Tensor<float> vectors, double[] norms, int row, int width, float threshold)
    {
        ReadOnlySpan<float> values = DenseValues.Of<float>(vectors);
        ReadOnlySpan<float> middle = values.Slice(row * width, width);
        var found = new List<(int Row, float Score)>();
        for (int other = 0; other < norms.Length; other++)
        {
            float score = (float)VectorPair.Compare(SimilarityFunction.Cosine, middle, values.Slice(other * width, width), norms[row] * norms[other]);
            if (score >= threshold)
            {
                found.Add((other, score));
            }
        }

        return [.. found.OrderByDescending(item => item.Score).ThenBy(item => item.Row).Select(item => item.Row)];
    }

    private static void CheckMatrix<T>(Tensor<T> vectors, string name)
    {
        ArgumentNullException.ThrowIfNull(vectors, name);
        if (vectors.Rank != 2)
        {
            throw new ArgumentException($"Expected a matrix, (rows, width); found {TensorText.Shape(vectors.Lengths)}.", name);
        }
    }
}

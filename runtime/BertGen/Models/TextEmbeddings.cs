using System.Numerics.Tensors;
using BertGen.Engine.Batches;
using BertGen.Vectors;

namespace BertGen;

/// <summary>
/// The vectors of texts, one row for each, in their order. It is what <c>Embed</c> returns, and converts to the <see cref="Tensor{T}"/>
/// that holds the rows.
/// </summary>
public sealed class TextEmbeddings
{
    /// <summary>Puts vectors beside their texts. Compiled classes do this; a test double can, too.</summary>
    /// <param name="vectors">(texts, dimensions).</param>
    /// <param name="texts">The texts, as many as there are rows.</param>
    /// <param name="function">How the model compares its vectors.</param>
    /// <param name="tokenCount">Pieces that were encoded, special ones included.</param>
    /// <exception cref="ArgumentNullException">The vectors or the texts are null.</exception>
    /// <exception cref="ArgumentException">The vectors are no matrix of one row for each text.</exception>
    public TextEmbeddings(Tensor<float> vectors, IReadOnlyList<string> texts, SimilarityFunction function = SimilarityFunction.Cosine, long tokenCount = 0)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(texts);
        if (vectors.Rank != 2 || vectors.Lengths[0] != texts.Count)
        {
            throw new ArgumentException(
                $"Expected a row for each of the {texts.Count} texts, shape ({texts.Count}, dimensions); found ({string.Join(", ", vectors.Lengths.ToArray())}).", nameof(vectors));
        }

        (Vectors, Texts, Function, TokenCount) = (vectors, texts, function, tokenCount);
        Dimensions = (int)vectors.Lengths[1];
    }

    /// <summary>The number of rows.</summary>
    public int Count => Texts.Count;

    /// <summary>Values in a row.</summary>
    public int Dimensions { get; }

    /// <summary>The texts, in the order of the rows.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>All rows, (texts, dimensions).</summary>
    public Tensor<float> Vectors { get; }

    /// <summary>How the model compares vectors, as its folder says.</summary>
    public SimilarityFunction Function { get; }

    /// <summary>Pieces that were encoded, special ones and those of prompts included.</summary>
    public long TokenCount { get; }

    /// <summary>The vector of a text; nothing is copied.</summary>
    /// <param name="index">The row.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<float> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return Dimensions == 0 ? [] : Vectors.GetSpan([index, 0], Dimensions);
        }
    }

    /// <summary>The rows as a tensor.</summary>
    /// <param name="embeddings">The embeddings.</param>
    public static implicit operator Tensor<float>(TextEmbeddings embeddings)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        return embeddings.Vectors;
    }

    /// <summary>The rows as a span of a tensor.</summary>
    /// <param name="embeddings">The embeddings.</param>
    public static implicit operator ReadOnlyTensorSpan<float>(TextEmbeddings embeddings)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        return embeddings.Vectors;
    }

    /// <summary>The texts that are most like a vector, best first. Every row is compared, on all processors where there are many.</summary>
    /// <param name="query">A vector of the same model.</param>
    /// <param name="count">Most hits.</param>
    /// <returns>The hits, at most as many as there are rows; of equal scores the first text comes first.</returns>
    /// <exception cref="ArgumentException">The query has another number of values than a row.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public SearchHit[] Nearest(ReadOnlySpan<float> query, int count) =>
        Hits(NearestRows.Find(Function, query, 1, Vectors, count)[0]);

    /// <summary>For each of other embeddings, the texts that are most like it, best first.</summary>
    /// <param name="queries">Embeddings of the same model.</param>
    /// <param name="count">Most hits of each.</param>
    /// <returns>The hits of each query.</returns>
    /// <exception cref="ArgumentNullException">The queries are null.</exception>
    /// <exception cref="ArgumentException">The queries have another number of values in a row.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public SearchHit[][] Nearest(TextEmbeddings queries, int count)
    {
        ArgumentNullException.ThrowIfNull(queries);
        return [.. NearestRows.Find(Function, DenseValues.Of<float>(queries.Vectors), queries.Count, Vectors, count).Select(Hits)];
    }

    /// <summary>Compares every row with every row of other embeddings, by the function of the model.</summary>
    /// <param name="others">Embeddings of the same model.</param>
    /// <returns>(rows, other rows); the larger, the more alike.</returns>
    /// <exception cref="ArgumentNullException">The others are null.</exception>
    /// <exception cref="ArgumentException">The others have another number of values in a row.</exception>
    public Tensor<float> Similarity(TextEmbeddings others)
    {
        ArgumentNullException.ThrowIfNull(others);
        return VectorSimilarity.Compare(Function, Vectors, others.Vectors);
    }

    /// <summary>Copies all rows, one after the other.</summary>
    /// <param name="destination">Gets them; at least rows times <see cref="Dimensions"/> long.</param>
    /// <exception cref="ArgumentException">It is too short.</exception>
    public void CopyTo(Span<float> destination) => DenseValues.Of<float>(Vectors).CopyTo(destination);

    /// <summary>Copies every row to an array of its own.</summary>
    public float[][] ToArrays()
    {
        float[][] rows = new float[Count][];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = this[row].ToArray();
        }

        return rows;
    }

    /// <summary>Enumerates the rows.</summary>
    public Enumerator GetEnumerator() => new(this);

    private SearchHit[] Hits(RankedText[] ranked) => [.. ranked.Select(hit => new SearchHit(hit.Index, hit.Score, Texts[hit.Index]))];

    /// <summary>Walks over the rows.</summary>
    public ref struct Enumerator
    {
        private readonly TextEmbeddings _embeddings;
        private int _row;

        internal Enumerator(TextEmbeddings embeddings) => (_embeddings, _row) = (embeddings, -1);

        /// <summary>The vector of the text that the walk is at.</summary>
        public readonly ReadOnlySpan<float> Current => _embeddings[_row];

        /// <summary>Goes on to the next row.</summary>
        /// <returns>Whether there is one.</returns>
        public bool MoveNext() => ++_row < _embeddings.Count;
    }
}

using System.Globalization;
using System.Numerics.Tensors;
using BertGen.Text;
using BertGen.Text.Tokenizers;
using BertGen.Vectors;

namespace BertGen.Engine.Pipeline;

/// <summary>What sparse vectors over a vocabulary have in common, whatever made them.</summary>
internal static class SparseTokens
{
    /// <summary>The entries of a vector by their tokens, largest first.</summary>
    public static IReadOnlyList<TokenWeight> Decode(TextTokenizer tokenizer, SparseVector vector, int dimensions, int? top)
    {
        ArgumentNullException.ThrowIfNull(vector);
        if (top is { } given)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(given, 1, nameof(top));
        }

        if (vector.Dimensions != dimensions)
        {
            throw new ArgumentException($"Expected a vector of {dimensions} dimensions, as many as the vocabulary has entries; found {vector.Dimensions}.", nameof(vector));
        }

        var entries = new (int Index, float Value)[vector.Count];
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = (vector.Indices[i], vector.Values[i]);
        }

        // A table may have more rows than the vocabulary has tokens.
        return
        [
            .. entries.OrderByDescending(entry => entry.Value).Take(top ?? entries.Length)
                .Select(entry => new TokenWeight(tokenizer.TextOf(entry.Index) ?? entry.Index.ToString(CultureInfo.InvariantCulture), entry.Value)),
        ];
    }

    /// <summary>The vectors that a table makes of texts.</summary>
    public static SparseVector[] Embed(SparseTable table, ReadOnlySpan<string> texts, string prompt, int? most)
    {
        using PieceBuffer pieces = table.Encode(texts, prompt);
        var vectors = new SparseVector[texts.Length];
        for (int text = 0, start = 0; text < vectors.Length; start = pieces.RowEnds[text++])
        {
            SparseVector vector = table.VectorOf(pieces.Ids[start..pieces.RowEnds[text]]);
            vectors[text] = most is { } count ? vector.Largest(count) : vector;
        }

        return vectors;
    }

    /// <summary>Compares every vector of one side with every vector of the other.</summary>
    public static Tensor<float> Compare(SimilarityFunction function, ReadOnlySpan<SparseVector> left, ReadOnlySpan<SparseVector> right)
    {
        float[] result = new float[checked(left.Length * right.Length)];
        for (int i = 0; i < left.Length; i++)
        {
            for (int j = 0; j < right.Length; j++)
            {
                result[(i * right.Length) + j] = (float)left[i].Compare(function, right[j]);
            }
        }

        return Tensor.Create(result, [left.Length, right.Length]);
    }
}

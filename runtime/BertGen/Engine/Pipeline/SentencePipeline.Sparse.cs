using System.Numerics.Tensors;
using BertGen.Engine.Batches;
using BertGen.Text;
using BertGen.Vectors;

namespace BertGen.Engine.Pipeline;

/// <content>Sparse vectors of texts.</content>
public sealed partial class SentencePipeline
{
    /// <summary>Texts whose vectors are held as dense ones at once, before their zeros are dropped.</summary>
    private const int SparsePortion = 64;

    /// <summary>One sparse vector for each text.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="run">Makes of pieces the weights of the whole vocabulary, (texts, vocabulary).</param>
    /// <param name="call">The call.</param>
    /// <exception cref="ArgumentException">A text is null, or needs more positions than the model has.</exception>
    public SparseVector[] EmbedSparse(ReadOnlySpan<string> texts, Func<PieceBuffer, Tensor<float>> run, SentenceCall call = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        int? most = call.MaxActive ?? _plan.Sparse?.MaxActive;
        if (TableOf(call) is { } table)
        {
            return SparseTokens.Embed(table, texts, _plan.PromptOf(call), most);
        }

        var result = new SparseVector[texts.Length];
        for (int first = 0; first < texts.Length; first += SparsePortion)
        {
            using PieceBuffer pieces = Encode(texts.Slice(first, Math.Min(SparsePortion, texts.Length - first)), call);
            ReadOnlySpan<float> weights = DenseValues.Of<float>(run(pieces));
            int width = weights.Length / pieces.RowCount;
            for (int text = 0; text < pieces.RowCount; text++)
            {
                var vector = SparseVector.Of(weights.Slice(text * width, width));
                result[first + text] = most is { } count ? vector.Largest(count) : vector;
            }
        }

        return result;
    }

    /// <summary>The table that makes the vectors of a call in place of the model; null where the model makes them.</summary>
    private SparseTable? TableOf(SentenceCall call) => _plan.Sparse?.TableRoles.Contains(call.Role) == true ? _table : null;

    /// <summary>The entries of a sparse vector by their tokens, largest first; equal ones in the order of the vocabulary.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="top">How many; null for all.</param>
    /// <exception cref="ArgumentException">It is one of another vocabulary.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="top"/> is below 1.</exception>
    public IReadOnlyList<TokenWeight> Decode(SparseVector vector, int? top = null) => SparseTokens.Decode(Tokenizer, vector, Info.VocabularySize, top);

    /// <summary>Compares every vector of one side with every vector of the other, by the function that the folder names.</summary>
    /// <returns>(left, right).</returns>
    public Tensor<float> Similarity(ReadOnlySpan<SparseVector> left, ReadOnlySpan<SparseVector> right) => SparseTokens.Compare(_plan.Similarity, left, right);
}

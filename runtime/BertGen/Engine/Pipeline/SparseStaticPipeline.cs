using System.ComponentModel;
using System.Numerics.Tensors;
using BertGen.Checkpoints;
using BertGen.Text;
using BertGen.Text.Tokenizers;
using BertGen.Vectors;

namespace BertGen.Engine.Pipeline;

/// <summary>Makes sparse vectors of a table with a weight for each token, without a model. Immutable, and safe for concurrent use.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SparseStaticPipeline
{
    private readonly SentencePlan _plan;
    private readonly SparseTable _table;

    private SparseStaticPipeline(SentencePlan plan, SparseTable table) => (_plan, _table) = (plan, table);

    /// <summary>The tokenizer of the folder.</summary>
    public TextTokenizer Tokenizer => _table.Tokenizer;

    /// <summary>Loads the table of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="info">Its numbers.</param>
    /// <param name="plan">What was compiled of its folder.</param>
    /// <param name="folder">The folder of the table in that of the model.</param>
    /// <exception cref="TokenizerException">The tokenizer cannot be read, or asks for what is not supported.</exception>
    /// <exception cref="VocabularyException">It has more tokens than the table has weights.</exception>
    /// <exception cref="CheckpointException">The table is missing, or of another size than the class was compiled for.</exception>
    public static SparseStaticPipeline Load(PretrainedBertModel model, BertModelInfo info, SentencePlan plan, string folder)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(plan);
        string path = System.IO.Path.Combine(model.ModuleRoot, folder);
        var table = SparseTable.Load(path);
        return info.VocabularySize == 0 || info.VocabularySize == table.Count
            ? new SparseStaticPipeline(plan, table)
            : throw new CheckpointException(path, $"expected {info.VocabularySize} weights, as {info.Name} was compiled, found {table.Count}.");
    }

    /// <summary>The pieces of texts as they are embedded.</summary>
    /// <exception cref="ArgumentException">A text is null.</exception>
    public PieceBuffer Encode(ReadOnlySpan<string> texts, SentenceCall call = default) => _table.Encode(texts, _plan.PromptOf(call));

    /// <summary>One sparse vector for each text.</summary>
    /// <exception cref="ArgumentException">A text is null.</exception>
    public SparseVector[] EmbedSparse(ReadOnlySpan<string> texts, SentenceCall call = default) =>
        SparseTokens.Embed(_table, texts, _plan.PromptOf(call), call.MaxActive ?? _plan.Sparse?.MaxActive);

    /// <summary>The entries of a sparse vector by their tokens, largest first.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="top">How many; null for all.</param>
    /// <exception cref="ArgumentException">It is one of another vocabulary.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="top"/> is below 1.</exception>
    public IReadOnlyList<TokenWeight> Decode(SparseVector vector, int? top = null) => SparseTokens.Decode(Tokenizer, vector, _table.Count, top);

    /// <summary>Compares every vector of one side with every vector of the other, by the function that the folder names.</summary>
    /// <returns>(left, right).</returns>
    public Tensor<float> Similarity(ReadOnlySpan<SparseVector> left, ReadOnlySpan<SparseVector> right) => SparseTokens.Compare(_plan.Similarity, left, right);
}

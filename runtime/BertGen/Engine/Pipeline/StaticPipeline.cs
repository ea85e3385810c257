using System.ComponentModel;
using System.Numerics.Tensors;
using BertGen.Checkpoints;
using BertGen.Engine.Batches;
using BertGen.Text;
using BertGen.Text.Tokenizers;
using BertGen.Vectors;

namespace BertGen.Engine.Pipeline;

/// <summary>
/// Makes sentence vectors of a table: the mean of the vectors of a text's tokens, and the modules behind it. The tokenizer is
/// <c>tokenizer.json</c> as it stands, without special tokens, and cuts where that file says. Immutable, and safe for concurrent use.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class StaticPipeline
{
    private readonly SentencePlan _plan;
    private readonly BertModelInfo _info;
    private readonly StaticTable _table;
    private readonly LoadedModule[] _modules;
    private readonly EncodingOptions _options;
    private readonly int _width;

    private StaticPipeline(PretrainedBertModel model, BertModelInfo info, SentencePlan plan, string folder)
    {
        (_plan, _info) = (plan, info);
        string path = System.IO.Path.Combine(model.ModuleRoot, folder);
        _table = StaticTable.Load(path);
        (Tokenizer, EncodingOptions options) = TextTokenizer.LoadFile(path);
        _options = options with { AddsSpecialTokens = false };
        if (info.HiddenSize > 0 && info.HiddenSize != _table.Width)
        {
            throw new CheckpointException(path, $"expected vectors of {info.HiddenSize} values, as {info.Name} was compiled, found {_table.Width}.");
        }

        if (Tokenizer.TokenCount > _table.TokenCount)
        {
            throw new VocabularyException(Tokenizer.Folder, $"expected at most {_table.TokenCount} tokens, as many as the table has vectors for, found {Tokenizer.TokenCount}.");
        }

        _modules = [.. plan.Modules.Select(module => module.Load(model.ModuleRoot))];
        _width = plan.UncutWidthOf(_table.Width);
    }

    /// <summary>The tokenizer of the folder.</summary>
    public TextTokenizer Tokenizer { get; }

    /// <summary>Values in a sentence vector, as it was compiled.</summary>
    public int Dimensions => SentenceVectors.KeptOf(_width, _plan.Dimensions);

    /// <summary>Loads the table and the pipeline of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="info">Its numbers.</param>
    /// <param name="plan">What was compiled of its folder.</param>
    /// <param name="folder">The folder of the table in that of the model.</param>
    /// <exception cref="TokenizerException">The tokenizer cannot be read, or asks for what is not supported.</exception>
    /// <exception cref="VocabularyException">It has more tokens than the table has vectors.</exception>
    /// <exception cref="CheckpointException">The table or the weights of a module are missing, or do not fit.</exception>
    public static StaticPipeline Load(PretrainedBertModel model, BertModelInfo info, SentencePlan plan, string folder)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(plan);
        return new StaticPipeline(model, info, plan, folder);
    }

    /// <summary>The pieces of texts as they are embedded.</summary>
    /// <exception cref="ArgumentException">A text is null.</exception>
    public PieceBuffer Encode(ReadOnlySpan<string> texts, SentenceCall call = default) => TableTexts.Encode(Tokenizer, _options, texts, _plan.PromptOf(call));

    /// <summary>One vector for each text.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="call">The call.</param>
    /// <returns>A row for each text.</returns>
    /// <exception cref="ArgumentException">A text is null.</exception>
    public TextEmbeddings Embed(ReadOnlySpan<string> texts, SentenceCall call = default)
    {
        int kept = SentenceVectors.KeptOf(_width, call.Dimensions ?? _plan.Dimensions);
        Tensor<float> result = GivenMemory.FindTensor(call.Destination, [texts.Length, kept]) ?? Tensor.CreateFromShape<float>([texts.Length, kept]);
        Span<float> vectors = GivenMemory.ValuesOf(result);
        using PieceBuffer pieces = Encode(texts, call);
        for (int text = 0, start = 0; text < texts.Length; text++)
        {
            int end = pieces.RowEnds[text];
            var state = new SentenceState { PieceWidth = _table.Width, Sentence = _table.MeanOf(pieces.Ids[start..end]) };
            foreach (LoadedModule module in _modules)
            {
                module.Apply(state);
            }

            Span<float> vector = vectors.Slice(text * kept, kept);
            state.Sentence.AsSpan(0, kept).CopyTo(vector);
            if (call.Normalize)
            {
                SentenceVectors.Normalize(vector, kept);
            }

            start = end;
        }

        if (FiniteCheck.FindFirst(vectors) is >= 0 and var place)
        {
            throw new NonFiniteResultException(_info.Name, $"the mean of text {place / kept}");
        }

        return new TextEmbeddings(result, texts.ToArray(), _plan.Similarity, pieces.Ids.Length);
    }

    /// <summary>Compares every vector of one side with every vector of the other, by the function that the folder names.</summary>
    /// <returns>(left, right).</returns>
    public Tensor<float> Similarity(ReadOnlyTensorSpan<float> left, ReadOnlyTensorSpan<float> right) =>
        VectorSimilarity.Compare(_plan.Similarity, left, right);
}

using System.ComponentModel;
using System.Numerics.Tensors;
using BertGen.Checkpoints;
using BertGen.Engine.Batches;
using BertGen.Text;
using BertGen.Text.Tokenizers;
using BertGen.Vectors;

namespace BertGen.Engine.Pipeline;

/// <summary>
/// Makes sentence vectors as the model folder says: tokenizer, prompt, limit, pooling and the modules behind it. Immutable, and safe
/// for concurrent use. A text has the same bits in every batch.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class SentencePipeline
{
    /// <summary>Texts whose pieces are held at once where pooling needs all of them.</summary>
    internal const int PortionTexts = 256;

    private readonly SentencePlan _plan;
    private readonly SentenceTexts? _texts;
    private readonly TextTokenizer? _tokenizer;
    private readonly SparseTable? _table;
    private readonly LoadedModule[] _modules;
    private readonly PoolingModule? _pooling;

    private SentencePipeline(BertModelInfo info, SentencePlan plan, TextTokenizer? tokenizer, string root)
    {
        (Info, _plan, _tokenizer, Root) = (info, plan, tokenizer, root);
        _texts = tokenizer is null ? null : new SentenceTexts(tokenizer, plan, info);
        _pooling = plan.Modules.OfType<PoolingModule>().FirstOrDefault();
        _modules = [.. plan.Modules.Select(module => module.Load(root))];
        Width = plan.UncutWidthOf(info.HiddenSize);
        _table = plan.Sparse?.TableFolder is { } folder ? SparseTable.Load(System.IO.Path.Combine(root, folder)) : null;
    }

    /// <summary>Whether there is a tokenizer.</summary>
    internal bool HasTexts => _tokenizer is not null;

    /// <summary>The tokenizer of the folder.</summary>
    /// <exception cref="VocabularyException">The folder has none.</exception>
    public TextTokenizer Tokenizer => _tokenizer ?? throw NoTexts;

    /// <summary>Values in a sentence vector, as it was compiled.</summary>
    public int Dimensions => KeptOf(default);

    /// <summary>The model in whose encoder the texts go.</summary>
    internal BertModelInfo Info { get; }

    /// <summary>The pooling that a class or a device computes by itself.</summary>
    internal BertPooling Streamed => _pooling?.Streamed ?? BertPooling.None;

    /// <summary>How many of the modules the head of a class computes: the pooling, and the scaling right behind it.</summary>
    private int ModulesOfHead => _plan.Modules.Count > 1 && _plan.Modules[1] is NormalizeModule { OnPieces: false } ? 2 : 1;

    /// <summary>Values in a sentence vector before it is cut.</summary>
    internal int Width { get; }

    /// <summary>What was compiled.</summary>
    internal SentencePlan Plan => _plan;

    /// <summary>The folder that those of the modules lie in.</summary>
    internal string Root { get; }

    private SentenceTexts Texts => _texts ?? throw NoTexts;

    private VocabularyException NoTexts => new(Root, "expected a vocabulary beside the weights, as texts were given, found none.");

    private bool PoolsFirst => _pooling is not null && _plan.Modules[0] == _pooling;

    /// <summary>Loads the pipeline of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="info">Its numbers.</param>
    /// <param name="plan">What was compiled of its folder.</param>
    /// <exception cref="TokenizerException">The tokenizer cannot be read, or asks for what is not supported.</exception>
    /// <exception cref="VocabularyException">The vocabulary is missing, or larger than the table of the model.</exception>
    /// <exception cref="CheckpointException">The weights of a module are missing, or do not fit.</exception>
    public static SentencePipeline Load(PretrainedBertModel model, BertModelInfo info, SentencePlan plan)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(plan);
        bool hasTexts = !plan.AreTextsOptional || model.HasTokenizer;
        return new SentencePipeline(info, plan, !hasTexts ? null : model.LoadTokenizer(plan.ModelType, plan.LowercasesFirst, plan.Multi?.SpecialTokens ?? []), model.ModuleRoot);
    }

    /// <summary>The pieces of texts as they are embedded.</summary>
    /// <exception cref="ArgumentException">A text is null, or needs more positions than the model has.</exception>
    public PieceBuffer Encode(ReadOnlySpan<string> texts, SentenceCall call = default) =>
        TableOf(call) is { } table ? table.Encode(texts, _plan.PromptOf(call)) : Texts.Encode(texts, call);

    /// <summary>One vector for each text.</summary>
    /// <param name="encoder">What encodes the pieces.</param>
    /// <param name="memory">Its weights.</param>
    /// <param name="maxThreads">Most threads to use, at least 1.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="call">The call.</param>
    /// <param name="mix">The learned mix, if the encoder has one.</param>
    /// <param name="head">What pools the pieces of a text as they are encoded, and scales what comes out where the folder says so; null where a class has none.</param>
    /// <returns>A row for each text.</returns>
    /// <exception cref="ArgumentException">A text is null, or needs more positions than the model has.</exception>
    /// <exception cref="ObjectDisposedException">The weights were released.</exception>
    /// <exception cref="NonFiniteResultException">A vector has infinite values or NaN.</exception>
    public TextEmbeddings Embed(
        IEncoder encoder, WeightMemory memory, int maxThreads, ReadOnlySpan<string> texts, SentenceCall call = default, ScalarMix? mix = null, IEncoder? head = null)
    {
        int promptLength = PromptLengthOf(call), kept = KeptOf(call);
        if (head is not null && IsStreamed(promptLength))
        {
            using PieceBuffer all = Encode(texts, call);
            using PieceBatch pooled = PieceBatch.RentTexts(Info, all, Info.HiddenSize, first: Streamed == BertPooling.Cls);
            using var room = new VectorRoom(call, texts.Length, Info.HiddenSize, areResults: kept == Info.HiddenSize);
            return ResultOf(Finish(pooled.Run(encoder, memory, maxThreads, mix, head, room.Memory), call, ModulesOfHead), texts, all.Ids.Length);
        }

        long pieceCount = 0;
        Tensor<float> result = GivenMemory.FindTensor(call.Destination, [texts.Length, kept]) ?? Tensor.CreateFromShape<float>([texts.Length, kept]);
        for (int first = 0; first < texts.Length; first += PortionTexts)
        {
            int count = Math.Min(PortionTexts, texts.Length - first);
            using PieceBuffer pieces = Encode(texts.Slice(first, count), call);
            pieceCount += pieces.Ids.Length;
            int[] counts = new int[count];
            using PieceBatch batch = PieceBatch.RentPieces(Info, pieces, counts);
            Finish(DenseValues.Of<float>(batch.Run(encoder, memory, maxThreads, mix)), counts, promptLength, call, GivenMemory.ValuesOf(result)[(first * kept)..]);
        }

        return ResultOf(result, texts, pieceCount);
    }

    /// <summary>The vectors of the pieces of each text, special ones and those of the prompt included, as the modules leave them.</summary>
    /// <returns>A tensor a text, (pieces, width).</returns>
    /// <exception cref="ArgumentException">A text is null, or needs more positions than the model has.</exception>
    /// <exception cref="ObjectDisposedException">The weights were released.</exception>
    /// <exception cref="NonFiniteResultException">A vector has infinite values or NaN.</exception>
    public Tensor<float>[] EmbedTokens(
        IEncoder encoder, WeightMemory memory, int maxThreads, ReadOnlySpan<string> texts, SentenceCall call = default, ScalarMix? mix = null)
    {
        using PieceBuffer pieces = Encode(texts, call);
        int[] counts = new int[texts.Length];
        using PieceBatch batch = PieceBatch.RentPieces(Info, pieces, counts);
        return FinishTokens(DenseValues.Of<float>(batch.Run(encoder, memory, maxThreads, mix)), counts, PromptLengthOf(call));
    }

    /// <summary>Compares every vector of one side with every vector of the other, by the function that the folder names.</summary>
    /// <returns>(left, right).</returns>
    public Tensor<float> Similarity(ReadOnlyTensorSpan<float> left, ReadOnlyTensorSpan<float> right) =>
        VectorSimilarity.Compare(_plan.Similarity, left, right);

    /// <summary>Puts vectors beside the texts that they are of.</summary>
    internal TextEmbeddings ResultOf(Tensor<float> vectors, ReadOnlySpan<string> texts, long pieceCount) =>
        new(vectors, texts.ToArray(), _plan.Similarity, pieceCount);

    /// <summary>Whether what encodes the pieces can pool them as it goes.</summary>
    internal bool IsStreamed(int promptLength) =>
        PoolsFirst && _pooling!.Streamed is not null && (_pooling.IncludesPrompt || promptLength == 0);

    /// <summary>How many leading pieces of every text of a call are the prompt's.</summary>
    internal int PromptLengthOf(SentenceCall call) => Texts.PromptLengthOf(call);

    /// <summary>Values that are left of a vector of a call.</summary>
    internal int KeptOf(SentenceCall call) => SentenceVectors.KeptOf(Width, call.Dimensions ?? _plan.Dimensions);

    /// <summary>Runs the modules that were not run yet, cuts, and scales.</summary>
    /// <param name="pooled">(texts, hidden size); it may become the result.</param>
    /// <param name="call">The call.</param>
    /// <param name="done">How many of the modules were run.</param>
    internal Tensor<float> Finish(Tensor<float> pooled, SentenceCall call, int done = 1)
    {
        int texts = (int)pooled.Lengths[0], kept = KeptOf(call), width = (int)pooled.Lengths[1];
        ReadOnlySpan<LoadedModule> left = _modules.AsSpan(done);
        bool isScaling = left.Length == 1 && _plan.Modules[done] is NormalizeModule { OnPieces: false };
        if (kept == width && (left.IsEmpty || (isScaling && !call.Normalize)))
        {
            // Most folders: nothing is done but scaling, which needs no other memory.
            if ((isScaling || call.Normalize) && pooled.FlattenedLength > 0)
            {
                SentenceVectors.Normalize(GivenMemory.ValuesOf(pooled), width);
            }

            return pooled;
        }

        ReadOnlySpan<float> values = DenseValues.Of<float>(pooled);
        Tensor<float> result = GivenMemory.FindTensor(call.Destination, [texts, kept]) ?? Tensor.CreateFromShape<float>([texts, kept]);
        Span<float> results = GivenMemory.ValuesOf(result);
        for (int text = 0; text < texts; text++)
        {
            var state = new SentenceState { PieceWidth = width, Sentence = values.Slice(text * width, width).ToArray() };
            foreach (LoadedModule module in left)
            {
                module.Apply(state);
            }

            Store(state, call, results.Slice(text * kept, kept));
        }

        return result;
    }

    /// <summary>Runs all modules on the vectors of pieces, cuts, and scales.</summary>
    /// <param name="pieces">The vectors of all texts, one after the other.</param>
    /// <param name="counts">How many each text has.</param>
    /// <param name="promptLength">How many of them are the prompt's.</param>
    /// <param name="call">The call.</param>
    /// <param name="result">Gets the vectors of the texts.</param>
    internal void Finish(ReadOnlySpan<float> pieces, ReadOnlySpan<int> counts, int promptLength, SentenceCall call, Span<float> result)
    {
        int kept = KeptOf(call), start = 0;
        for (int text = 0; text < counts.Length; text++)
        {
            Store(Run(pieces, ref start, counts[text], promptLength), call, result.Slice(text * kept, kept));
        }
    }

    /// <summary>Runs all modules on the vectors of pieces, for these.</summary>
    internal Tensor<float>[] FinishTokens(ReadOnlySpan<float> pieces, ReadOnlySpan<int> counts, int promptLength)
    {
        var result = new Tensor<float>[counts.Length];
        for (int text = 0, start = 0; text < counts.Length; text++)
        {
            SentenceState state = Run(pieces, ref start, counts[text], promptLength);
            result[text] = Tensor.Create(state.Pieces, [state.PieceCount, state.PieceWidth]);
        }

        return result;
    }

    private SentenceState Run(ReadOnlySpan<float> pieces, ref int start, int count, int promptLength)
    {
        int hidden = Info.HiddenSize;
        var state = new SentenceState
        {
            Pieces = pieces.Slice(start * hidden, count * hidden).ToArray(),
            PieceWidth = hidden,
            PieceCount = count,
            PromptLength = promptLength,
        };
        start += count;
        foreach (LoadedModule module in _modules)
        {
            module.Apply(state);
        }

        return state;
    }

    private static void Store(SentenceState state, SentenceCall call, Span<float> result)
    {
        state.Sentence.AsSpan(0, result.Length).CopyTo(result);
        if (call.Normalize)
        {
            SentenceVectors.Normalize(result, result.Length);
        }
    }
}

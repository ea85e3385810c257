using System.Numerics.Tensors;
using System.Text;
using BertGen.Benchmarks.Precision;
using BertGen.RealModels.Tests;
using BertGen.Text.Tokenizers;
using LLama;
using LLama.Common;
using LLama.Native;

namespace BertGen.Benchmarks.Llama;

/// <summary>all-MiniLM-L6-v2 in llama.cpp, with many texts in a call; its weights and its tokenizer are made of the same folder.</summary>
internal sealed class LlamaEmbedder : ISentenceEmbedder
{
    private const int BatchPieces = 2048, BatchTexts = 64;

    private readonly ISentenceEmbedder _model;
    private readonly LLamaWeights _weights;
    private readonly LLamaContext _context;

    /// <param name="model">The same model here, for what is known of it.</param>
    /// <param name="threads">Threads of a call.</param>
    public LlamaEmbedder(ISentenceEmbedder model, int threads)
    {
        _model = model;
        string path = Path.Combine(RealModel.MiniLm.Folder, "model.gguf");
        GgufFile.WriteMiniLm(path);
        NativeLibraryConfig.All.WithLogCallback((_, _) => { });
        var parameters = new ModelParams(path)
        {
            ContextSize = BatchPieces,
            BatchSize = BatchPieces,
            UBatchSize = BatchPieces,
            SeqMax = BatchTexts,
            Embeddings = true,
            PoolingType = LLamaPoolingType.Mean,
            Threads = threads,
            BatchThreads = threads,
        };
        _weights = LLamaWeights.LoadFromFile(parameters);
        _context = _weights.CreateContext(parameters);
    }

    public BertModelInfo ModelInfo => _model.ModelInfo;

    public int Dimensions => _model.Dimensions;

    public TextTokenizer Tokenizer => _model.Tokenizer;

    public TextEmbeddings Embed(IEnumerable<string> texts, EmbedOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] all = [.. texts];
        LLamaToken[][] ids = [.. all.Select(text => _weights.Tokenize(text, add_bos: true, special: false, Encoding.UTF8)).Select(row => row.Length <= MiniLm.Info.SequenceLimit ? row : [.. row[..(MiniLm.Info.SequenceLimit - 1)], row[^1]])];
        float[] vectors = new float[all.Length * Dimensions];
        var batch = new LLamaBatch();
        List<int> waiting = [];
        foreach (int text in Enumerable.Range(0, all.Length).OrderBy(text => ids[text].Length))
        {
            if (waiting.Count == BatchTexts || batch.TokenCount + ids[text].Length > BatchPieces)
            {
                Encode(batch, waiting, vectors);
            }

            batch.AddRange(ids[text], 0, (LLamaSeqId)waiting.Count, true);
            waiting.Add(text);
        }

        Encode(batch, waiting, vectors);
        return new TextEmbeddings(Tensor.Create(vectors, [all.Length, Dimensions]), all, tokenCount: ids.Sum(row => row.Length));
    }

    private void Encode(LLamaBatch batch, List<int> texts, float[] vectors)
    {
        if (texts.Count > 0)
        {
            _context.Encode(batch);
        }

        for (int i = 0; i < texts.Count; i++)
        {
            Span<float> vector = _context.NativeHandle.GetEmbeddingsSeq((LLamaSeqId)i);
            TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vectors.AsSpan(texts[i] * Dimensions, Dimensions));
        }

        batch.Clear();
        texts.Clear();
    }
}

using System.Numerics.Tensors;
using BertGen.Benchmarks.Peers;
using BertGen.Text.Tokenizers;
using Microsoft.ML.OnnxRuntime;

namespace BertGen.Benchmarks.Serving;

/// <summary>The same model in ONNX Runtime: texts of like length in a batch, which is padded to its longest.</summary>
/// <param name="model">The model, for its tokenizer.</param>
/// <param name="session">The loaded model.</param>
/// <param name="maxPieces">Most pieces of a text.</param>
/// <param name="batchTexts">Most texts of a batch.</param>
internal sealed class OnnxEmbedder(ISentenceEmbedder model, InferenceSession session, int maxPieces, int batchTexts = int.MaxValue) : ISentenceEmbedder
{
    private readonly RunOptions _options = new();

    public BertModelInfo ModelInfo => model.ModelInfo;

    public int Dimensions => model.Dimensions;

    public TextTokenizer Tokenizer => model.Tokenizer;

    public TextEmbeddings Embed(IEnumerable<string> texts, EmbedOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] all = [.. texts];
        int[][] ids = [.. all.Select(text => options?.Encoded?.Find(text) ?? Tokenizer.Encode(text, new EncodingOptions { MaxLength = maxPieces }).Ids.ToArray())];
        float[] vectors = new float[all.Length * Dimensions];
        int[] order = [.. Enumerable.Range(0, all.Length).OrderBy(text => ids[text].Length)];
        foreach (int[] batch in order.Chunk(Math.Min(batchTexts, Math.Max(1, all.Length))))
        {
            Embed(batch, ids, vectors);
        }

        return new TextEmbeddings(Tensor.Create(vectors, [all.Length, Dimensions]), all, tokenCount: ids.Sum(row => row.Length));
    }

    private void Embed(int[] texts, int[][] ids, float[] vectors)
    {
        using var batch = new OnnxBatch(Array.ConvertAll(texts, text => ids[text]));
        float[] pieces = batch.Output(session, _options);
        int start = 0;
        foreach (int text in texts)
        {
            Span<float> vector = vectors.AsSpan(text * Dimensions, Dimensions);
            for (int piece = 0; piece < ids[text].Length; piece++, start += Dimensions)
            {
                TensorPrimitives.Add(vector, pieces.AsSpan(start, Dimensions), vector);
            }

            TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        }
    }
}

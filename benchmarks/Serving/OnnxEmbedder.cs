using System.Numerics.Tensors;
using BertGen.Benchmarks.Peers;
using BertGen.Text.Tokenizers;
using Microsoft.ML.OnnxRuntime;

namespace BertGen.Benchmarks.Serving;

/// <summary>The same model in ONNX Runtime, with every batch padded to its longest text, behind the same routes.</summary>
/// <param name="model">The model, for its tokenizer.</param>
/// <param name="session">The loaded model.</param>
internal sealed class OnnxEmbedder(ServedMiniLm model, InferenceSession session) : ISentenceEmbedder
{
    private readonly RunOptions _options = new();

    public BertModelInfo ModelInfo => ServedMiniLm.Info;

    public int Dimensions => ServedMiniLm.HiddenSize;

    public TextTokenizer Tokenizer => model.Tokenizer;

    public TextEmbeddings Embed(IEnumerable<string> texts, EmbedOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] all = [.. texts];
        int[][] ids = [.. all.Select(text => options?.Encoded?.Find(text) ?? Tokenizer.Encode(text, new EncodingOptions { MaxLength = ServedMiniLm.MaxPieces }).Ids.ToArray())];
        using var batch = new OnnxBatch(ids);
        float[] pieces = batch.Output(session, _options), vectors = new float[all.Length * Dimensions];
        for (int text = 0, start = 0; text < all.Length; text++)
        {
            Span<float> vector = vectors.AsSpan(text * Dimensions, Dimensions);
            for (int piece = 0; piece < ids[text].Length; piece++, start += Dimensions)
            {
                TensorPrimitives.Add(vector, pieces.AsSpan(start, Dimensions), vector);
            }

            TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        }

        return new TextEmbeddings(Tensor.Create(vectors, [all.Length, Dimensions]), all, tokenCount: ids.Sum(row => row.Length));
    }
}

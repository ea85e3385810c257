using System.Numerics.Tensors;
using System.Text.Json;
using BertGen.Tool.Compiling;

namespace BertGen.Tool.Pipe;

/// <summary><c>{"embed": [text, ...]}</c>: one vector for each text.</summary>
internal sealed class EmbedRequest : IRequestKind
{
    private const string Ids = "ids";
    private const string Tokens = "tokens";

    public string Name => "embed";

    public IReadOnlyList<string> Members => [.. CallMembers.Names, Tokens, Ids, QuantizedVectors.Kind, QuantizedVectors.Ranges];

    public string Summary => """{"embed": [text, ...]}  ->  {"vectors": [[number, ...], ...]}""";

    public void Answer(PipeRequest request, PipedModel model, Utf8JsonWriter answer)
    {
        string[] texts = request.Get(Name).Texts();
        bool withIds = request.Flag(Ids);
        var quantized = QuantizedVectors.Of(request);
        IEmbeddingModel embedder = model.Embedder;
        EmbedCall call = CallMembers.Read(request, model.Info);
        if (request.Flag(Tokens))
        {
            WriteTokens(answer, embedder.EmbedTokens(texts, call));
        }
        else
        {
            quantized.Write(answer, "vectors", embedder.Embed(texts, call));
        }

        if (withIds)
        {
            answer.WriteIds("ids", embedder.Tokenize(texts, call));
        }
    }

    private static void WriteTokens(Utf8JsonWriter answer, Tensor<float>[] texts)
    {
        answer.WriteStartArray(Tokens);
        foreach (Tensor<float> text in texts)
        {
            answer.WriteRows(text);
        }

        answer.WriteEndArray();
    }
}

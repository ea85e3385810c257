using System.Numerics.Tensors;
using System.Text.Json;
using BertGen.Tool.Compiling;

namespace BertGen.Tool.Pipe;

/// <summary><c>{"embed": [text, ...]}</c>: one vector for each text.</summary>
internal sealed class EmbedRequest : IRequestKind
{
    private const string Dimensions = "dimensions";
    private const string Normalize = "normalize";
    private const string Ids = "ids";

    public string Name => "embed";

    public IReadOnlyList<string> Members => [Dimensions, Normalize, Ids, QuantizedVectors.Kind, QuantizedVectors.Ranges];

    public string Summary => """{"embed": [text, ...]}  ->  {"vectors": [[number, ...], ...]}""";

    public void Answer(PipeRequest request, PipedModel model, Utf8JsonWriter answer)
    {
        string[] texts = request.Get(Name).Texts();
        int? dimensions = request.Find(Dimensions)?.Int();
        bool normalize = request.Flag(Normalize);
        bool withIds = request.Flag(Ids);
        var quantized = QuantizedVectors.Of(request);
        IEmbeddingModel embedder = model.Embedder;

        Tensor<float> vectors = embedder.Embed(texts);
        vectors = dimensions is { } count ? VectorSteps.Cut(vectors, count) : vectors;
        vectors = normalize ? VectorSteps.Normalize(vectors) : vectors;
        quantized.Write(answer, "vectors", vectors);
        if (withIds)
        {
            answer.WriteIds("ids", model.Indexer.Encode(texts));
        }
    }
}

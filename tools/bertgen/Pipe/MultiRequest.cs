using System.Numerics.Tensors;
using System.Text.Json;
using BertGen.Tool.Compiling;

namespace BertGen.Tool.Pipe;

/// <summary><c>{"multi": [text, ...]}</c>: a vector for each piece of a text that counts.</summary>
internal sealed class MultiRequest : IRequestKind
{
    private const string Normalize = "normalize";

    public string Name => "multi";

    public IReadOnlyList<string> Members => [.. CallMembers.TextNames, Normalize];

    public string Summary => """{"multi": [text, ...], "kind": "query" or "document"}  ->  {"tokens": [[[number, ...], ...], ...], "ids": [[id, ...], ...]}""";

    public void Answer(PipeRequest request, PipedModel model, Utf8JsonWriter answer)
    {
        string[] texts = request.Get(Name).Texts();
        IMultiVectorModel multi = model.MultiVector;
        EmbedCall call = CallMembers.Read(request, model.Info);
        answer.WriteStartArray("tokens");
        foreach (Tensor<float> text in multi.EmbedMultiVector(texts, call))
        {
            answer.WriteRows(text);
        }

        answer.WriteEndArray();
        answer.WriteIds("ids", multi.Tokenize(texts, call));
    }
}

using System.Text.Json;
using BertGen.Tool.Compiling;
using BertGen.Vectors;

namespace BertGen.Tool.Pipe;

/// <summary><c>{"sparse": [text, ...]}</c>: one sparse vector for each text.</summary>
internal sealed class SparseRequest : IRequestKind
{
    private const string Ids = "ids";

    public string Name => "sparse";

    public IReadOnlyList<string> Members => [.. CallMembers.TextNames, CallMembers.MaxActive, Ids];

    public string Summary => """{"sparse": [text, ...]}  ->  {"sparse": [[[index, number], ...], ...]}""";

    public void Answer(PipeRequest request, PipedModel model, Utf8JsonWriter answer)
    {
        string[] texts = request.Get(Name).Texts();
        bool withIds = request.Flag(Ids);
        ISparseModel sparse = model.Sparse;
        EmbedCall call = CallMembers.Read(request, model.Info);
        answer.WriteStartArray(Name);
        foreach (SparseVector vector in sparse.EmbedSparse(texts, call))
        {
            Write(answer, vector);
        }

        answer.WriteEndArray();
        if (withIds)
        {
            answer.WriteIds(Ids, sparse.Tokenize(texts, call));
        }
    }

    private static void Write(Utf8JsonWriter answer, SparseVector vector)
    {
        answer.WriteStartArray();
        for (int i = 0; i < vector.Count; i++)
        {
            answer.WriteStartArray();
            answer.WriteNumberValue(vector.Indices[i]);
            answer.WriteFloat(vector.Values[i]);
            answer.WriteEndArray();
        }

        answer.WriteEndArray();
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace BertGen.Serving.Json;

/// <summary>A text, a pair <c>[first, second]</c>, or a list of texts and pairs in lists of their own, as text-embeddings-inference takes them.</summary>
/// <param name="Items">The texts; the second is null where there is no pair.</param>
/// <param name="IsList">Whether it is a list.</param>
[JsonConverter(typeof(PredictInputsConverter))]
internal sealed record PredictInputs(IReadOnlyList<(string First, string? Second)> Items, bool IsList);

/// <summary>Reads them.</summary>
internal sealed class PredictInputsConverter : JsonConverter<PredictInputs>
{
    private const string Expected = "expected a text, a pair [text, text], or a list of [text] and [text, text]";

    public override PredictInputs Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new PredictInputs([(reader.GetString()!, null)], IsList: false);
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException(Expected);
        }

        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return new PredictInputs([Pair(JsonLists.Texts(ref reader))], IsList: false);
        }

        var items = new List<(string, string?)>();
        for (; reader.TokenType != JsonTokenType.EndArray; reader.Read())
        {
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                throw new JsonException(Expected);
            }

            reader.Read();
            items.Add(Pair(JsonLists.Texts(ref reader)));
        }

        return new PredictInputs(items, IsList: true);
    }

    public override void Write(Utf8JsonWriter writer, PredictInputs value, JsonSerializerOptions options) => throw new NotSupportedException("Texts are only read.");

    private static (string First, string? Second) Pair(string[] texts) =>
        texts.Length is 1 or 2 ? (texts[0], texts.ElementAtOrDefault(1)) : throw new JsonException(Expected);
}

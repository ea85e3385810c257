using System.Text.Json;
using System.Text.Json.Serialization;

namespace BertGen.Serving.Json;

/// <summary>The ids of a text, or a list of those of several.</summary>
/// <param name="Items">The ids of each text.</param>
[JsonConverter(typeof(IdListsConverter))]
internal sealed record IdLists(IReadOnlyList<int[]> Items);

/// <summary>Reads them.</summary>
internal sealed class IdListsConverter : JsonConverter<IdLists>
{
    private const string Expected = "expected a list of ids, or a list of lists of ids";

    public override IdLists Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException(Expected);
        }

        reader.Read();
        if (reader.TokenType == JsonTokenType.Number)
        {
            return new IdLists([JsonLists.Ids(ref reader)]);
        }

        var items = new List<int[]>();
        for (; reader.TokenType != JsonTokenType.EndArray; reader.Read())
        {
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                throw new JsonException(Expected);
            }

            reader.Read();
            items.Add(JsonLists.Ids(ref reader));
        }

        return new IdLists(items);
    }

    public override void Write(Utf8JsonWriter writer, IdLists value, JsonSerializerOptions options) => throw new NotSupportedException("Ids are only read.");
}

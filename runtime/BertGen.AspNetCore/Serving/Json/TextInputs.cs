using System.Text.Json;
using System.Text.Json.Serialization;

namespace BertGen.Serving.Json;

/// <summary>A text, or the ids of its pieces.</summary>
/// <param name="Text">The text; null for ids.</param>
/// <param name="Ids">The ids; null for a text.</param>
internal readonly record struct TextInput(string? Text, int[]? Ids);

/// <summary>What a request has texts in: a text, a list of texts, the ids of a text, or a list of those.</summary>
/// <param name="Items">The texts.</param>
[JsonConverter(typeof(TextInputsConverter))]
internal sealed record TextInputs(IReadOnlyList<TextInput> Items);

/// <summary>Reads them.</summary>
internal sealed class TextInputsConverter : JsonConverter<TextInputs>
{
    private const string Expected = "expected a text, a list of texts, a list of ids, or a list of lists of ids";

    public override TextInputs Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new TextInputs([new TextInput(reader.GetString(), null)]);
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException(Expected);
        }

        reader.Read();
        if (reader.TokenType == JsonTokenType.Number)
        {
            return new TextInputs([new TextInput(null, JsonLists.Ids(ref reader))]);
        }

        var items = new List<TextInput>();
        for (; reader.TokenType != JsonTokenType.EndArray; reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.String:
                    items.Add(new TextInput(reader.GetString(), null));
                    break;
                case JsonTokenType.StartArray:
                    reader.Read();
                    items.Add(new TextInput(null, JsonLists.Ids(ref reader)));
                    break;
                default:
                    throw new JsonException(Expected);
            }
        }

        return new TextInputs(items);
    }

    public override void Write(Utf8JsonWriter writer, TextInputs value, JsonSerializerOptions options) => throw new NotSupportedException("Texts are only read.");
}

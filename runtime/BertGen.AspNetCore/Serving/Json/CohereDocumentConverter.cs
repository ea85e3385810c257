using System.Text.Json;
using System.Text.Json.Serialization;

namespace BertGen.Serving.Json;

/// <summary>Reads documents, and writes them as objects.</summary>
internal sealed class CohereDocumentConverter : JsonConverter<CohereDocument>
{
    private const string Text = "text";

    public override CohereDocument Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new CohereDocument(reader.GetString()!);
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("expected a text, or an object with a member 'text'");
        }

        string? text = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isText = reader.ValueTextEquals(Text);
            reader.Read();
            if (isText && reader.TokenType == JsonTokenType.String)
            {
                text = reader.GetString();
            }
            else
            {
                reader.TrySkip(); // what a converter reads is there as a whole
            }
        }

        return new CohereDocument(text ?? throw new JsonException("expected a member 'text' of a document"));
    }

    public override void Write(Utf8JsonWriter writer, CohereDocument value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString(Text, value.Text);
        writer.WriteEndObject();
    }
}

using System.Text.Json;

namespace BertGen.Serving.Json;

/// <summary>Reads lists of one kind of values.</summary>
internal static class JsonLists
{
    /// <summary>Reads ids up to the end of their list.</summary>
    /// <param name="reader">At the first of them, or at the end.</param>
    public static int[] Ids(ref Utf8JsonReader reader)
    {
        var ids = new List<int>();
        for (; reader.TokenType != JsonTokenType.EndArray; reader.Read())
        {
            ids.Add(reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int id) && id >= 0 ? id : throw new JsonException("expected ids: integers of 0 or more"));
        }

        return [.. ids];
    }

    /// <summary>Reads texts up to the end of their list.</summary>
    /// <param name="reader">At the first of them, or at the end.</param>
    public static string[] Texts(ref Utf8JsonReader reader)
    {
        var texts = new List<string>();
        for (; reader.TokenType != JsonTokenType.EndArray; reader.Read())
        {
            texts.Add(reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException("expected texts"));
        }

        return [.. texts];
    }
}

using System.Text.Json;
using BertGen.Checkpoints;

namespace BertGen.Text.Tokenizers.Loading;

/// <summary>The tables of a <c>tokenizer.json</c>: what is long in it.</summary>
internal sealed class JsonTables
{
    private const string Model = "model";
    private static readonly string[] Names = ["vocab", "merges"];
    private readonly Dictionary<string, JsonTable> _tables = [];

    private JsonTables()
    {
    }

    /// <summary>Cuts the tables out of a file. Empty ones stand in their places.</summary>
    /// <param name="content">The file.</param>
    /// <param name="path">Its path.</param>
    /// <param name="rest">What remains of it.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonTables Cut(ReadOnlyMemory<byte> content, string path, out byte[] rest)
    {
        var tables = new JsonTables();
        using var kept = new PooledBuffer<byte>();
        int copied = 0;
        Utf8JsonReader reader = ReaderOf(content.Span);
        while (reader.Read())
        {
            // Of a name that is there twice the last value counts.
            if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(Model))
            {
                tables._tables.Clear();
                reader.Read();
                tables.CutMembers(ref reader, content, path, kept, ref copied);
            }
        }

        kept.AddRange(content.Span[copied..]);
        rest = kept.Written.ToArray();
        return tables;
    }

    /// <summary>Takes a whole file as a table.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonTable Whole(ReadOnlyMemory<byte> content, string path)
    {
        Utf8JsonReader reader = ReaderOf(content.Span);
        reader.Read();
        int count = CountItems(ref reader);
        while (reader.Read())
        {
            // Something behind the value is no JSON.
        }

        return new JsonTable(content, count, path, "$");
    }

    /// <summary>The table at a JSON path, or null where there is none.</summary>
    public JsonTable? Find(string place) => _tables.GetValueOrDefault(place);

    private static Utf8JsonReader ReaderOf(ReadOnlySpan<byte> content) => new(content, new JsonReaderOptions { MaxDepth = JsonText.MaxDepth });

    /// <summary>Passes over an array or an object.</summary>
    private static int CountItems(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
        {
            return 0;
        }

        bool isObject = reader.TokenType == JsonTokenType.StartObject;
        int depth = reader.CurrentDepth, count = 0;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            bool begins = isObject
                ? reader.TokenType == JsonTokenType.PropertyName
                : reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject);
            count += begins && reader.CurrentDepth == depth + 1 ? 1 : 0;
        }

        return count;
    }

    private void CutMembers(ref Utf8JsonReader reader, ReadOnlyMemory<byte> content, string path, PooledBuffer<byte> kept, ref int copied)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string? name = null;
            foreach (string candidate in Names)
            {
                name = reader.ValueTextEquals(candidate) ? candidate : name;
            }

            reader.Read();
            if (name is null || reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
            {
                reader.Skip();
                continue;
            }

            int start = (int)reader.TokenStartIndex;
            kept.AddRange(content.Span[copied..start]);
            kept.AddRange(reader.TokenType == JsonTokenType.StartArray ? "[]"u8 : "{}"u8);
            int count = CountItems(ref reader);
            copied = (int)reader.BytesConsumed;
            string place = $"$.{Model}.{name}";
            _tables[place] = new JsonTable(content[start..copied], count, path, place);
        }
    }
}

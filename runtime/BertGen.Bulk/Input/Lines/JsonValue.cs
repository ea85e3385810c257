using System.Text.Json;

namespace BertGen.Bulk.Input.Lines;

/// <summary>Values of carried columns in JSON, as text.</summary>
internal static class JsonValue
{
    /// <summary>Reads the value that a reader is at.</summary>
    /// <exception cref="FormatException">It is none of the column's type.</exception>
    public static string? Read(ref Utf8JsonReader reader, BulkColumn column) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String => ColumnValue.Check(column, reader.GetString()!),
        JsonTokenType.StartObject or JsonTokenType.StartArray when column.Type != ColumnType.String =>
            throw new FormatException($"expected {ColumnValue.NameOf(column.Type)} as '{column.Name}', found an object or an array"),
        JsonTokenType.StartObject or JsonTokenType.StartArray => ReadRaw(ref reader),
        _ => ColumnValue.Check(column, Utf8.Decode(reader.ValueSpan)),
    };

    private static string ReadRaw(ref Utf8JsonReader reader)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.GetRawText();
    }
}

using System.Text.Json;

namespace BertGen.Bulk.Input.Lines;

/// <summary>A JSON object a line. Of columns that are no part of the run nothing is read.</summary>
/// <param name="settings">How the file is read.</param>
internal sealed class JsonLineParser(InputSettings settings) : RecordParser
{
    private readonly string _textColumn = settings.TextColumn!;
    private readonly BulkColumn[] _columns = [.. settings.Columns];

    public override (string Text, string?[] Values) Parse(ReadOnlySpan<byte> record)
    {
        if (record.IsEmpty)
        {
            throw new FormatException("expected a JSON object, found an empty line");
        }

        try
        {
            var reader = new Utf8JsonReader(record);
            return Parse(ref reader);
        }
        catch (JsonException e)
        {
            throw new FormatException($"expected a JSON object, found {Describe(e)}", e);
        }
        catch (InvalidOperationException e)
        {
            // A string with bytes that are no UTF-8, or with half of a surrogate pair.
            throw new FormatException("expected text that is Unicode, found a string that is none", e);
        }
    }

    private (string Text, string?[] Values) Parse(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException($"expected a JSON object, found {Name(reader.TokenType)}");
        }

        string? text = null;
        string?[] values = _columns.Length == 0 ? [] : new string?[_columns.Length];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isText = reader.ValueTextEquals(_textColumn);
            int column = FindColumn(ref reader);
            reader.Read();
            if (isText)
            {
                text = reader.TokenType == JsonTokenType.String ? reader.GetString() : throw new FormatException($"expected a string as '{_textColumn}', found {Name(reader.TokenType)}");
            }

            if (column >= 0)
            {
                values[column] = JsonValue.Read(ref reader, _columns[column]);
            }
            else
            {
                reader.Skip();
            }
        }

        // What follows the object has to be white space.
        return reader.Read() ? throw new FormatException("expected the end of the line behind the object, found more")
            : (text ?? throw new FormatException($"expected a string as '{_textColumn}', found no such property"), values);
    }

    private int FindColumn(ref Utf8JsonReader reader)
    {
        for (int i = 0; i < _columns.Length; i++)
        {
            if (reader.ValueTextEquals(_columns[i].Name))
            {
                return i;
            }
        }

        return -1;
    }

    private static string Describe(JsonException e) => e.BytePositionInLine is { } place ? $"none: byte {place}" : "none";

    private static string Name(JsonTokenType type) => type switch
    {
        JsonTokenType.StartArray => "an array",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.Number => "a number",
        JsonTokenType.String => "a string",
        JsonTokenType.Null => "null",
        _ => type.ToString().ToLowerInvariant(),
    };
}

using System.Globalization;
using System.Text.Json;
using BertGen.Bulk.Input;

namespace BertGen.Bulk.Output;

/// <summary>The number of a row and its carried columns as properties of a JSON object.</summary>
/// <param name="columns">The carried columns.</param>
internal sealed class RowJson(IReadOnlyList<BulkColumn> columns)
{
    /// <summary>The name of the property with the number of the row.</summary>
    public const string RowName = "row";

    /// <summary>Writes the properties.</summary>
    public void Write(Utf8JsonWriter writer, long number, string?[] values)
    {
        writer.WriteNumber(RowName, number);
        for (int i = 0; i < columns.Count; i++)
        {
            if (values[i] is not { } value)
            {
                writer.WriteNull(columns[i].Name);
            }
            else if (columns[i].Type == ColumnType.String)
            {
                writer.WriteString(columns[i].Name, value);
            }
            else
            {
                writer.WritePropertyName(columns[i].Name);
                writer.WriteRawValue(value, skipInputValidation: true);
            }
        }
    }

    /// <summary>Reads the properties.</summary>
    /// <exception cref="FormatException">One is missing, or of another type.</exception>
    public (long Number, string?[] Values) Read(JsonElement row)
    {
        long number = row.ValueKind == JsonValueKind.Object && row.TryGetProperty(RowName, out JsonElement found) && found.TryGetInt64(out long value)
            ? value
            : throw new FormatException($"expected an object with a whole number as '{RowName}'");
        string?[] values = columns.Count == 0 ? [] : new string?[columns.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ReadValue(row, columns[i]);
        }

        return (number, values);
    }

    private static string? ReadValue(JsonElement row, BulkColumn column)
    {
        if (!row.TryGetProperty(column.Name, out JsonElement value))
        {
            throw new FormatException($"expected '{column.Name}', found no such property");
        }

        return value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString(),
            _ => ColumnValue.Check(column, value.GetRawText()),
        };
    }

    /// <summary>Reads the lines of a file.</summary>
    /// <exception cref="FormatException">A line is no JSON.</exception>
    public static IEnumerable<JsonElement> Lines(string path)
    {
        using var reader = new StreamReader(path);
        for (int line = 1; reader.ReadLine() is { } text; line++)
        {
            yield return Parse(text, line);
        }
    }

    private static JsonElement Parse(string text, int line)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException e)
        {
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"line {line} is no JSON object"), e);
        }
    }
}

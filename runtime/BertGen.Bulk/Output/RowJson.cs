using System.Text.Json;
using BertGen.Bulk.Input.Lines;

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

    /// <summary>Begins to read the properties of an object.</summary>
    public Row Begin() => new(columns);

    /// <summary>What was read of an object.</summary>
    /// <param name="columns">The carried columns.</param>
    internal struct Row(IReadOnlyList<BulkColumn> columns)
    {
        private readonly string?[] _values = columns.Count == 0 ? [] : new string?[columns.Count];
        private readonly bool[] _isThere = columns.Count == 0 ? [] : new bool[columns.Count];
        private long? _number;

        /// <summary>Reads the property whose name a reader is at, where it is one of the row.</summary>
        /// <exception cref="FormatException">The value is of another type.</exception>
        public bool TryRead(ref Utf8JsonReader reader)
        {
            if (reader.ValueTextEquals(RowName))
            {
                reader.Read();
                _number = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long number) ? number : throw NoNumber();
                return true;
            }

            for (int i = 0; i < _values.Length; i++)
            {
                if (reader.ValueTextEquals(columns[i].Name))
                {
                    reader.Read();
                    (_values[i], _isThere[i]) = (JsonValue.Read(ref reader, columns[i]), true);
                    return true;
                }
            }

            return false;
        }

        /// <summary>The number and the carried values.</summary>
        /// <exception cref="FormatException">A property is missing.</exception>
        public readonly (long Number, string?[] Values) Finish()
        {
            if (_number is not { } number)
            {
                throw NoNumber();
            }

            int missing = Array.IndexOf(_isThere, false);
            return missing < 0 ? (number, _values) : throw new FormatException($"expected '{columns[missing].Name}', found no such property");
        }

        private static FormatException NoNumber() => new($"expected an object with a whole number as '{RowName}'");
    }
}

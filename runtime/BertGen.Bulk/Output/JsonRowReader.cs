using System.Globalization;
using System.Text.Json;
using BertGen.Bulk.Input.Lines;

namespace BertGen.Bulk.Output;

/// <summary>Reads the rows of a file of JSON objects, one a line, and makes nothing of a line but what the row has.</summary>
/// <param name="path">The path of the file.</param>
/// <param name="rows">Reads numbers and carried columns.</param>
/// <param name="vectors">Reads vectors; null where the lines have none.</param>
/// <param name="maxLine">A line of as many bytes is too long.</param>
internal sealed class JsonRowReader(string path, RowJson rows, VectorJson? vectors = null, int maxLine = RecordScanner.MaxRecord) : IDisposable
{
    // Unbuffered: the scanner reads many lines at a time.
    private readonly RecordScanner _lines = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan), new TextLineParser(), 0, maxLine);
    private long _line;

    /// <summary>Reads the next rows.</summary>
    /// <param name="most">How many, if there are as many.</param>
    /// <param name="memory">Gets their vectors, one after the other.</param>
    /// <returns>Their numbers and carried values; none at the end of the file.</returns>
    /// <exception cref="FormatException">A line is too long, is no JSON, or not that of a row.</exception>
    public (List<long> Numbers, List<string?[]> Values) Read(int most, Span<byte> memory)
    {
        List<long> numbers = new(most);
        List<string?[]> values = new(most);
        while (numbers.Count < most && _lines.TryRead(out ReadOnlySpan<byte> line))
        {
            _line++;
            if (_lines.IsTooLong)
            {
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"line {_line}: expected fewer than {maxLine} bytes, found as many or more"));
            }

            (long number, string?[] found) = Read(line, memory.IsEmpty ? memory : memory.Slice(numbers.Count * (memory.Length / most), memory.Length / most));
            numbers.Add(number);
            values.Add(found);
        }

        return (numbers, values);
    }

    public void Dispose() => _lines.Dispose();

    private (long Number, string?[] Values) Read(ReadOnlySpan<byte> line, Span<byte> vector)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            return Read(ref reader, vector);
        }
        catch (JsonException e)
        {
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"line {_line} is no JSON object"), e);
        }
        catch (InvalidOperationException e)
        {
            // A value of another kind, or a string that is no Unicode.
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"line {_line} is none of a row"), e);
        }
    }

    private (long Number, string?[] Values) Read(ref Utf8JsonReader reader, Span<byte> vector)
    {
        RowJson.Row row = rows.Begin();
        bool hasVector = vectors is null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return reader.Read() ? throw new JsonException() : row.Finish();
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (vectors is not null && reader.ValueTextEquals(VectorJson.Name))
            {
                reader.Read();
                vectors.Read(ref reader, vector);
                hasVector = true;
            }
            else if (!row.TryRead(ref reader))
            {
                reader.Skip();
            }
        }

        // What follows the object is white space.
        _ = reader.Read();
        (long Number, string?[] Values) found = row.Finish();
        return hasVector ? found : throw vectors!.Missing();
    }
}

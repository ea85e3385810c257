using System.Text;

namespace BertGen.Bulk.Input.Lines;

/// <summary>
/// Values with commas between them, or another delimiter, as RFC 4180 has them: a header with the names of the columns first; values with delimiters,
/// quotes and line ends stand in quotes, in which two quotes are one.
/// </summary>
/// <param name="settings">How the file is read.</param>
internal sealed class CsvParser(InputSettings settings) : RecordParser
{
    private const byte Quote = (byte)'"', LineEnd = (byte)'\n';

    // Where the bytes that were looked at have led to; 0 is the start of a record, and of a value.
    private const int Start = 0, Plain = 1, Quoted = 2, Closed = 3;

    private readonly byte _delimiter = (byte)settings.Delimiter;
    private int _textIndex;
    private int[] _indexes = [];
    private int _count;

    public override string Unit => "record";

    public override bool HasHeader => true;

    public override int FindEnd(ReadOnlySpan<byte> bytes, ref int state)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            // Inside of a value only few bytes matter.
            int skipped = state == Quoted ? bytes[i..].IndexOf(Quote) : state == Plain ? bytes[i..].IndexOfAny(_delimiter, LineEnd) : 0;
            if (skipped < 0)
            {
                return -1;
            }

            i += skipped;
            byte value = bytes[i];
            if (state == Quoted)
            {
                state = Closed;
            }
            else if (value == LineEnd)
            {
                return i;
            }
            else
            {
                state = value == _delimiter ? Start
                    : value == Quote && (state is Start or Closed) ? Quoted
                    : state == Closed ? Closed : Plain;
            }
        }

        return -1;
    }

    public override void ReadHeader(ReadOnlySpan<byte> record)
    {
        string[] names = [.. Split(record)];
        _count = names.Length;
        _textIndex = IndexOf(names, settings.TextColumn!);
        _indexes = [.. settings.Columns.Select(column => IndexOf(names, column.Name))];
    }

    public override (string Text, string?[] Values) Parse(ReadOnlySpan<byte> record)
    {
        List<string> values = Split(record);
        if (values.Count != _count)
        {
            throw new FormatException($"expected {_count} values, as there are in the header, found {values.Count}");
        }

        string?[] carried = new string?[_indexes.Length];
        for (int i = 0; i < carried.Length; i++)
        {
            // Where no text is meant, an empty value is none.
            string value = values[_indexes[i]];
            carried[i] = value.Length == 0 && settings.Columns[i].Type != ColumnType.String ? null : ColumnValue.Check(settings.Columns[i], value);
        }

        return (values[_textIndex], carried);
    }

    private static int IndexOf(string[] names, string name) => Array.IndexOf(names, name) is >= 0 and var index
        ? index
        : throw new FormatException($"expected a column '{name}', found {string.Join(", ", names.Select(known => $"'{known}'"))}");

    private List<string> Split(ReadOnlySpan<byte> record)
    {
        List<string> values = [];
        while (true)
        {
            int end;
            if (record is [Quote, ..])
            {
                values.Add(Unquote(record, out end));
            }
            else
            {
                end = record.IndexOf(_delimiter);
                ReadOnlySpan<byte> value = end < 0 ? record : record[..end];
                values.Add(value.Contains(Quote) ? throw new FormatException("expected a value with quotes to stand in quotes") : Utf8.Decode(value));
                end = end < 0 ? record.Length : end;
            }

            if (end == record.Length)
            {
                return values;
            }

            record = record[(end + 1)..];
        }
    }

    private string Unquote(ReadOnlySpan<byte> record, out int end)
    {
        var text = new StringBuilder();
        for (int start = 1; ;)
        {
            int length = record[start..].IndexOf(Quote);
            if (length < 0)
            {
                throw new FormatException("expected a quote behind the last value, found none");
            }

            text.Append(Utf8.Decode(record.Slice(start, length)));
            end = start + length + 1;
            if (end == record.Length || record[end] == _delimiter)
            {
                return text.ToString();
            }

            if (record[end] != Quote)
            {
                throw new FormatException("expected a delimiter behind a quoted value, found more of it");
            }

            text.Append('"');
            start = end + 1;
        }
    }
}

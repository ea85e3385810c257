using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;

namespace BertGen.Bulk.Input.Tables;

/// <summary>A file of Arrow IPC, with an index or a stream: a block is a record batch.</summary>
internal sealed class ArrowTable : ITable
{
    private readonly Stream _file;
    private readonly InputSettings _settings;
    private readonly ArrowStreamReader _reader;

    /// <param name="file">The file, at its start; it is disposed with the table.</param>
    /// <param name="settings">Which columns are read.</param>
    /// <exception cref="FormatException">The file is empty.</exception>
    public ArrowTable(Stream file, InputSettings settings)
    {
        (_file, _settings) = (file, settings);
        byte[] magic = new byte[Magic.Length];
        if (file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == 0)
        {
            // The reader takes it for a stream of no batches.
            throw new FormatException("expected Arrow IPC, which starts with a schema; found an empty file");
        }

        file.Position = 0;
        var codecs = new CompressionCodecFactory();
        _reader = Magic.SequenceEqual(magic) ? new ArrowFileReader(file, codecs) : new ArrowStreamReader(file, codecs);
    }

    private static ReadOnlySpan<byte> Magic => "ARROW1"u8;

    public IEnumerable<TableBlock> Read(long firstRow)
    {
        long row = 0;
        while (true)
        {
            using RecordBatch? batch = _reader.ReadNextRecordBatch();
            if (batch is null)
            {
                yield break;
            }

            if (row + batch.Length > firstRow && batch.Length > 0)
            {
                yield return new TableBlock(row, TextsOf(batch), [.. _settings.Columns.Select(column => ValuesOf(ColumnOf(batch, column.Name), column.Name))]);
            }

            row += batch.Length;
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _file.Dispose();
    }

    private string?[] TextsOf(RecordBatch batch) =>
        ColumnOf(batch, _settings.TextColumn!) is var column && column is StringArray or LargeStringArray or StringViewArray
            ? ValuesOf(column, _settings.TextColumn!)
            : throw new FormatException($"expected strings as '{_settings.TextColumn}', found {column.Data.DataType.Name}");

    private static IArrowArray ColumnOf(RecordBatch batch, string name) => batch.Schema.GetFieldIndex(name) is >= 0 and var index
        ? batch.Column(index)
        : throw new FormatException($"expected a column '{name}', found {string.Join(", ", batch.Schema.FieldsList.Select(field => $"'{field.Name}'"))}");

    private static string?[] ValuesOf(IArrowArray column, string name) => column switch
    {
        StringArray texts => Values(texts.Length, i => texts.GetString(i)),
        LargeStringArray texts => Values(texts.Length, i => texts.GetString(i)),
        StringViewArray texts => Values(texts.Length, i => texts.GetString(i)),
        Int64Array numbers => Numbers(numbers),
        Int32Array numbers => Numbers(numbers),
        Int16Array numbers => Numbers(numbers),
        UInt32Array numbers => Numbers(numbers),
        UInt64Array numbers => Numbers(numbers),
        DoubleArray numbers => Numbers(numbers),
        FloatArray numbers => Numbers(numbers),
        BooleanArray truths => Values(truths.Length, i => truths.GetValue(i)?.ToString()),
        _ => throw new FormatException($"expected text, numbers or truth values as '{name}', found {column.Data.DataType.Name}"),
    };

    private static string?[] Numbers<T>(PrimitiveArray<T> numbers)
        where T : struct, IEquatable<T>, IFormattable =>
        Values(numbers.Length, i => numbers.GetValue(i)?.ToString(null, CultureInfo.InvariantCulture));

    private static string?[] Values(int count, Func<int, string?> valueOf)
    {
        string?[] values = new string?[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = valueOf(i);
        }

        return values;
    }
}

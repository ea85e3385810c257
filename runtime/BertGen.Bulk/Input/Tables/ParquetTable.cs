using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace BertGen.Bulk.Input.Tables;

/// <summary>A Parquet file: a block is a row group.</summary>
internal sealed class ParquetTable : ITable
{
    private readonly Stream _file;
    private readonly ParquetReader _reader;
    private readonly DataField _text;
    private readonly DataField[] _columns;

    /// <param name="file">The file; it is disposed with the table.</param>
    /// <param name="settings">Which columns are read.</param>
    /// <exception cref="FormatException">A column is missing.</exception>
    public ParquetTable(Stream file, InputSettings settings)
    {
        _file = file;
        _reader = ParquetReader.CreateAsync(file).GetAwaiter().GetResult();
        _text = FieldOf(settings.TextColumn!);
        _columns = [.. settings.Columns.Select(column => FieldOf(column.Name))];
        if (!IsText(_text))
        {
            throw new FormatException($"expected strings as '{_text.Name}', found {_text.ClrType.Name}");
        }
    }

    public IEnumerable<TableBlock> Read(long firstRow)
    {
        long row = 0;
        for (int group = 0; group < _reader.RowGroupCount; group++)
        {
            using ParquetRowGroupReader reader = _reader.OpenRowGroupReader(group);
            if (row + reader.RowCount > firstRow)
            {
                yield return new TableBlock(row, ValuesOf(reader, _text), [.. _columns.Select(column => ValuesOf(reader, column))]);
            }

            row += reader.RowCount;
        }
    }

    public void Dispose()
    {
        _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _file.Dispose();
    }

    private DataField FieldOf(string name) => Array.Find(_reader.Schema.DataFields, field => field.Path.Length == 1 && field.Name == name && field.MaxRepetitionLevel == 0)
        ?? throw new FormatException($"expected a column '{name}', found {string.Join(", ", _reader.Schema.Fields.Select(field => $"'{field.Name}'"))}");

    private static bool IsText(DataField field) => field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>);

    private static IReadOnlyList<string?> ValuesOf(ParquetRowGroupReader group, DataField field)
    {
        if (IsText(field))
        {
            string?[] texts = new string?[group.RowCount];
            group.ReadAsync(field, texts.AsMemory()).AsTask().GetAwaiter().GetResult();
            return texts;
        }

        return field.ClrType == typeof(long) ? Read<long>(group, field)
            : field.ClrType == typeof(int) ? Read<int>(group, field)
            : field.ClrType == typeof(short) ? Read<short>(group, field)
            : field.ClrType == typeof(uint) ? Read<uint>(group, field)
            : field.ClrType == typeof(ulong) ? Read<ulong>(group, field)
            : field.ClrType == typeof(double) ? Read<double>(group, field)
            : field.ClrType == typeof(float) ? Read<float>(group, field)
            : field.ClrType == typeof(bool) ? Read<bool>(group, field)
            : throw new FormatException($"expected text, numbers or truth values as '{field.Name}', found {field.ClrType.Name}");
    }

    private static string?[] Read<T>(ParquetRowGroupReader group, DataField field)
        where T : struct
    {
        if (field.IsNullable)
        {
            var nullable = new T?[group.RowCount];
            group.ReadAsync<T>(field, nullable.AsMemory()).AsTask().GetAwaiter().GetResult();
            return Array.ConvertAll(nullable, value => Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null);
        }

        var values = new T[group.RowCount];
        group.ReadAsync<T>(field, values.AsMemory()).AsTask().GetAwaiter().GetResult();
        return Array.ConvertAll(values, value => Convert.ToString(value, CultureInfo.InvariantCulture));
    }
}

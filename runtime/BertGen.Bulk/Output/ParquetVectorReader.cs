using System.Globalization;
using System.Runtime.InteropServices;
using BertGen.Bulk.Input;
using Parquet;
using Parquet.Schema;

namespace BertGen.Bulk.Output;

/// <summary>Reads the rows of a Parquet file that was written here.</summary>
internal sealed class ParquetVectorReader : IDisposable
{
    private readonly ParquetReader _reader;
    private readonly VectorEncoder _encoder;
    private readonly IReadOnlyList<BulkColumn> _columns;

    /// <param name="file">The file; it stays its owner's.</param>
    /// <param name="schema">The columns that it should have.</param>
    /// <param name="encoder">What vectors are.</param>
    /// <param name="columns">The carried columns.</param>
    /// <exception cref="FormatException">The file is damaged, or has other columns.</exception>
    public ParquetVectorReader(Stream file, ParquetSchema schema, VectorEncoder encoder, IReadOnlyList<BulkColumn> columns)
    {
        (_encoder, _columns) = (encoder, columns);
        _reader = Guarded(() => ParquetReader.CreateAsync(file, leaveStreamOpen: true).GetAwaiter().GetResult());
        if (!_reader.Schema.DataFields.Select(field => (field.Path, field.ClrType)).SequenceEqual(schema.DataFields.Select(field => (field.Path, field.ClrType))))
        {
            throw new FormatException($"expected the columns ({schema}), found ({_reader.Schema})");
        }
    }

    /// <summary>The rows, a block for each row group.</summary>
    /// <exception cref="FormatException">The file is damaged.</exception>
    public IEnumerable<RowBlock> Read()
    {
        for (int i = 0; i < _reader.RowGroupCount; i++)
        {
            yield return Guarded(() => ReadGroupAsync(i).GetAwaiter().GetResult());
        }
    }

    public void Dispose() => _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task<RowBlock> ReadGroupAsync(int index)
    {
        using ParquetRowGroupReader group = _reader.OpenRowGroupReader(index);
        int count = checked((int)group.RowCount);
        DataField[] fields = _reader.Schema.DataFields;
        long[] numbers = new long[count];
        await group.ReadAsync<long>(fields[0], numbers.AsMemory()).ConfigureAwait(false);
        string?[][] values = [.. Enumerable.Range(0, count).Select(_ => new string?[_columns.Count])];
        for (int column = 0; column < _columns.Count; column++)
        {
            string?[] read = await ReadColumnAsync(group, fields[column + 1], _columns[column], count).ConfigureAwait(false);
            for (int row = 0; row < count; row++)
            {
                values[row][column] = read[row];
            }
        }

        byte[] vectors = await ReadVectorsAsync(group, fields[^1], count).ConfigureAwait(false);
        return vectors.Length == count * _encoder.Length
            ? new RowBlock(numbers, values, vectors)
            : throw new FormatException($"expected {count} vectors of {_encoder.Width} values, found {vectors.Length} bytes");
    }

    private static async Task<string?[]> ReadColumnAsync(ParquetRowGroupReader group, DataField field, BulkColumn column, int count)
    {
        switch (column.Type)
        {
            case ColumnType.Int64:
                var whole = new long?[count];
                await group.ReadAsync<long>(field, whole.AsMemory()).ConfigureAwait(false);
                return Array.ConvertAll(whole, value => value?.ToString(CultureInfo.InvariantCulture));
            case ColumnType.Double:
                var numbers = new double?[count];
                await group.ReadAsync<double>(field, numbers.AsMemory()).ConfigureAwait(false);
                return Array.ConvertAll(numbers, value => value?.ToString("R", CultureInfo.InvariantCulture));
            case ColumnType.Boolean:
                var truths = new bool?[count];
                await group.ReadAsync<bool>(field, truths.AsMemory()).ConfigureAwait(false);
                return Array.ConvertAll(truths, value => value is { } truth ? ColumnValue.Check(column, truth.ToString()) : null);
            default:
                string?[] texts = new string?[count];
                await group.ReadAsync(field, texts.AsMemory()).ConfigureAwait(false);
                return texts;
        }
    }

    private async Task<byte[]> ReadVectorsAsync(ParquetRowGroupReader group, DataField field, int count)
    {
        switch (_encoder.Type)
        {
            case VectorType.Float32:
                return await ReadListAsync<float>(group, field, count).ConfigureAwait(false);
            case VectorType.Int8:
                return await ReadListAsync<sbyte>(group, field, count).ConfigureAwait(false);
            default:
                byte[]?[] bytes = new byte[]?[count];
                await group.ReadAsync(field, bytes.AsMemory()).ConfigureAwait(false);
                return [.. bytes.SelectMany(vector => vector ?? [])];
        }
    }

    private async Task<byte[]> ReadListAsync<T>(ParquetRowGroupReader group, DataField field, int count)
        where T : struct
    {
        var values = new T[count * _encoder.Width];
        int[] definitions = new int[values.Length], repetitions = new int[values.Length];
        await group.ReadRawAsync<T>(field, values, definitions, repetitions).ConfigureAwait(false);
        return definitions.AsSpan().ContainsAnyExcept(field.MaxDefinitionLevel)
            ? throw new FormatException($"expected {count} lists of {_encoder.Width} values, found others")
            : MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
    }

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not (FormatException or IOException or OutOfMemoryException))
        {
            // A damaged file shows itself in any exception of the library.
            throw new FormatException(e.Message, e);
        }
    }
}

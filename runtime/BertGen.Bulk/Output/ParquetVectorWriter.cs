using System.Globalization;
using System.Runtime.InteropServices;
using Parquet;
using Parquet.Schema;

namespace BertGen.Bulk.Output;

/// <summary>Writes rows to a Parquet file, in row groups of equally many.</summary>
internal sealed class ParquetVectorWriter : IVectorWriter
{
    private const int GroupRows = 8192;

    private readonly ParquetSchema _schema;
    private readonly VectorEncoder _encoder;
    private readonly IReadOnlyList<BulkColumn> _columns;
    private readonly ParquetWriter _writer;
    private readonly List<long> _numbers = [];
    private readonly List<string?[]> _values = [];
    private readonly byte[] _vectors;

    /// <param name="stream">The file.</param>
    /// <param name="schema">Its columns.</param>
    /// <param name="encoder">What vectors are.</param>
    /// <param name="columns">The carried columns.</param>
    public ParquetVectorWriter(Stream stream, ParquetSchema schema, VectorEncoder encoder, IReadOnlyList<BulkColumn> columns)
    {
        (_schema, _encoder, _columns) = (schema, encoder, columns);
        _vectors = new byte[GroupRows * encoder.Length];

        // Floats do not become smaller; whole numbers of 8 bits lie in 4 bytes before they are compressed.
        CompressionMethod compression = encoder.Type == VectorType.Int8 ? CompressionMethod.Zstd : CompressionMethod.None;
        _writer = ParquetWriter.CreateAsync(schema, stream, new ParquetOptions { CompressionMethod = compression }).GetAwaiter().GetResult();
    }

    public void Write(RowBlock block)
    {
        for (int i = 0; i < block.Count; i++)
        {
            block.Vectors.Span.Slice(i * _encoder.Length, _encoder.Length).CopyTo(_vectors.AsSpan(_numbers.Count * _encoder.Length));
            _numbers.Add(block.Numbers[i]);
            _values.Add(block.Values[i]);
            if (_numbers.Count == GroupRows)
            {
                WriteGroup();
            }
        }
    }

    public void Complete()
    {
        if (_numbers.Count > 0)
        {
            WriteGroup();
        }

        _writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        // What is not complete gets no end: nobody is going to read it.
    }

    private void WriteGroup()
    {
        using (ParquetRowGroupWriter group = _writer.CreateRowGroup())
        {
            WriteGroupAsync(group).GetAwaiter().GetResult();
        }

        _numbers.Clear();
        _values.Clear();
    }

    private async Task WriteGroupAsync(ParquetRowGroupWriter group)
    {
        await group.WriteAsync<long>(_schema.DataFields[0], _numbers.ToArray()).ConfigureAwait(false);
        for (int i = 0; i < _columns.Count; i++)
        {
            string?[] values = [.. _values.Select(row => row[i])];
            DataField field = _schema.DataFields[i + 1];
            await (_columns[i].Type switch
            {
                ColumnType.Int64 => group.WriteAsync<long>(field, Parsed<long>(values)).ConfigureAwait(false),
                ColumnType.Double => group.WriteAsync<double>(field, Parsed<double>(values)).ConfigureAwait(false),
                ColumnType.Boolean => group.WriteAsync<bool>(field, Parsed<bool>(values)).ConfigureAwait(false),
                _ => group.WriteAsync(field, values!).ConfigureAwait(false),
            });
        }

        DataField vector = _schema.DataFields[^1];
        ReadOnlyMemory<byte> bytes = _vectors.AsMemory(0, _numbers.Count * _encoder.Length);
        switch (_encoder.Type)
        {
            case VectorType.Float32:
                await WriteListAsync(group, vector, MemoryMarshal.Cast<byte, float>(bytes.Span).ToArray()).ConfigureAwait(false);
                break;
            case VectorType.Int8:
                await WriteListAsync(group, vector, MemoryMarshal.Cast<byte, sbyte>(bytes.Span).ToArray()).ConfigureAwait(false);
                break;
            default:
                await group.WriteAsync(vector, [.. Enumerable.Range(0, _numbers.Count).Select(i => bytes.Slice(i * _encoder.Length, _encoder.Length).ToArray())]).ConfigureAwait(false);
                break;
        }
    }

    private async Task WriteListAsync<T>(ParquetRowGroupWriter group, DataField field, T[] values)
        where T : struct
    {
        int[] repetitions = new int[values.Length], definitions = new int[values.Length];
        definitions.AsSpan().Fill(field.MaxDefinitionLevel);
        for (int i = 0; i < values.Length; i++)
        {
            // 0 where a list begins.
            repetitions[i] = i % _encoder.Width == 0 ? 0 : 1;
        }

        await group.WriteAllPartsAsync<T>(field, values, definitions, repetitions, CancellationToken.None).ConfigureAwait(false);
    }

    private static ReadOnlyMemory<T?> Parsed<T>(string?[] values)
        where T : struct, IParsable<T> =>
        Array.ConvertAll(values, value => value is null ? (T?)null : T.Parse(value, CultureInfo.InvariantCulture));
}

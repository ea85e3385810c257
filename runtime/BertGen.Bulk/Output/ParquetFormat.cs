using Parquet.Schema;

namespace BertGen.Bulk.Output;

/// <summary>
/// A Parquet file: the number of the row, the carried columns, and the vector, as a list of floats or of whole numbers of 8 bits, and for halves and bits as
/// bytes. How it is cut in row groups depends on nothing but the rows.
/// </summary>
/// <param name="encoder">What vectors are.</param>
/// <param name="columns">The carried columns.</param>
internal sealed class ParquetFormat(VectorEncoder encoder, IReadOnlyList<BulkColumn> columns) : IVectorFormat
{
    public IReadOnlyList<string> Extensions { get; } = [".parquet"];

    public IVectorWriter Create(IReadOnlyList<Stream> streams, long expectedRows) => new ParquetVectorWriter(streams[0], SchemaOf(), encoder, columns);

    public IEnumerable<RowBlock> Read(IReadOnlyList<string> paths)
    {
        using FileStream file = File.OpenRead(paths[0]);
        using var reader = new ParquetVectorReader(file, SchemaOf(), encoder, columns);
        foreach (RowBlock block in reader.Read())
        {
            yield return block;
        }
    }

    private ParquetSchema SchemaOf()
    {
        Field vector = encoder.Type switch
        {
            VectorType.Float32 => new ListField(VectorJson.Name, new DataField<float>("element")),
            VectorType.Int8 => new ListField(VectorJson.Name, new DataField<sbyte>("element")),
            _ => new DataField<byte[]>(VectorJson.Name, nullable: false),
        };
        return new ParquetSchema([new DataField<long>(RowJson.RowName), .. columns.Select(FieldOf), vector]);
    }

    private static Field FieldOf(BulkColumn column) => column.Type switch
    {
        ColumnType.Int64 => new DataField<long?>(column.Name),
        ColumnType.Double => new DataField<double?>(column.Name),
        ColumnType.Boolean => new DataField<bool?>(column.Name),
        _ => new DataField<string>(column.Name),
    };
}

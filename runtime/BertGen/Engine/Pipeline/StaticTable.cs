using System.Buffers.Binary;
using System.Numerics.Tensors;
using BertGen.Checkpoints;

namespace BertGen.Engine.Pipeline;

/// <summary>
/// A table with a vector for each token. It may have a row for several tokens, and a factor for each token: what model2vec saves.
/// </summary>
internal sealed class StaticTable
{
    private const string Name = "embedding.weight";
    private const string OtherName = "embeddings";
    private const string MappingName = "mapping";
    private const string FactorsName = "weights";

    private readonly float[] _rows;
    private readonly int[]? _mapping;
    private readonly float[]? _factors;

    private StaticTable(float[] rows, int width, int[]? mapping, float[]? factors) => (_rows, Width, _mapping, _factors) = (rows, width, mapping, factors);

    /// <summary>Values in a vector.</summary>
    public int Width { get; }

    /// <summary>Tokens that have a vector.</summary>
    public int TokenCount => _mapping?.Length ?? (_rows.Length / Width);

    /// <summary>Reads a table.</summary>
    /// <param name="folder">The folder of the weights.</param>
    /// <exception cref="CheckpointException">The table is missing, or its tensors do not fit each other.</exception>
    public static StaticTable Load(string folder)
    {
        using Checkpoint checkpoint = Checkpoint.Open(folder);
        TensorEntry table = checkpoint.Find(Name) ?? checkpoint.Find(OtherName)
            ?? throw new CheckpointException(checkpoint.Path, Name, $"expected the table {Name} or {OtherName}, found neither.");
        if (table.Shape is not [> 0 and <= int.MaxValue, > 0 and <= int.MaxValue] || table.Shape[0] * table.Shape[1] > Array.MaxLength)
        {
            throw new CheckpointException(checkpoint.Path, table.Name, $"{table.Name}: expected a matrix, found {table.Description}.");
        }

        int count = (int)table.Shape[0], width = (int)table.Shape[1];
        int[]? mapping = table.Name == OtherName && checkpoint.Find(MappingName) is { } entry ? ReadMapping(checkpoint, entry, count) : null;
        int tokens = mapping?.Length ?? count;
        float[]? factors = table.Name == OtherName && checkpoint.Find(FactorsName) is not null ? Read(checkpoint, WeightSpec.Vector(FactorsName, tokens)) : null;
        return new StaticTable(Read(checkpoint, WeightSpec.Matrix(table.Name, count, width)), width, mapping, factors);
    }

    /// <summary>The mean of the vectors of tokens; zeros for none.</summary>
    public float[] MeanOf(ReadOnlySpan<int> ids)
    {
        float[] mean = new float[Width];
        foreach (int id in ids)
        {
            ReadOnlySpan<float> row = _rows.AsSpan((_mapping?[id] ?? id) * Width, Width);
            TensorPrimitives.MultiplyAdd(row, _factors?[id] ?? 1f, mean, mean);
        }

        if (ids.Length > 0)
        {
            TensorPrimitives.Divide(mean, ids.Length, mean);
        }

        return mean;
    }

    private static float[] Read(Checkpoint checkpoint, WeightSpec spec)
    {
        float[] values = new float[spec.Count];
        checkpoint.Bind([spec]).Read(spec.Name, values);
        return values;
    }

    private static int[] ReadMapping(Checkpoint checkpoint, TensorEntry entry, int rows)
    {
        bool isLong = entry.Type == TensorElementType.I64;
        if (entry.Shape.Length != 1 || !(isLong || entry.Type == TensorElementType.I32) || entry.ByteLength > Array.MaxLength)
        {
            throw new CheckpointException(checkpoint.Path, entry.Name, $"{entry.Name}: expected a list of whole numbers, found {entry.Description}.");
        }

        byte[] bytes = checkpoint.GetBytes(entry, 0, (int)entry.ByteLength);
        int[] mapping = new int[(int)entry.Shape[0]];
        for (int i = 0; i < mapping.Length; i++)
        {
            long row = isLong ? BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(i * sizeof(long))) : BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(i * sizeof(int)));
            mapping[i] = row >= 0 && row < rows
                ? (int)row
                : throw new CheckpointException(checkpoint.Path, entry.Name, $"{entry.Name}[{i}]: expected a row of the table, 0 to {rows - 1}, found {row}.");
        }

        return mapping;
    }
}

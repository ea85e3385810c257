namespace ReverseDictionary;

/// <summary>One vector per definition, in one row-major array of shape (rows, columns).</summary>
internal sealed class VectorTable(int rows, int columns)
{
    public int Rows => rows;

    public int Columns => columns;

    public float[] Values { get; } = new float[checked(rows * columns)];

    public Span<float> Slice(int row, int count) => Values.AsSpan(row * columns, count * columns);

    public ReadOnlySpan<float> Row(int row) => Slice(row, 1);
}

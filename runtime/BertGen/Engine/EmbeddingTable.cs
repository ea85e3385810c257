using System.ComponentModel;

namespace BertGen.Engine;

/// <summary>A table of vectors, [rows, width], looked up by index.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct EmbeddingTable
{
    internal EmbeddingTable(float* values, int rows, int width)
    {
        Values = values;
        Rows = rows;
        Width = width;
    }

    /// <summary>Number of vectors.</summary>
    public int Rows { get; }

    /// <summary>Values in a vector.</summary>
    public int Width { get; }

    internal float* Values { get; }

    internal float* Row(int index) => Values + ((nint)index * Width);
}

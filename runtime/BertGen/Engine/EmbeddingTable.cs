using System.ComponentModel;

namespace BertGen.Engine;

/// <summary>A table of vectors, [rows, width], looked up by index: floats, or bytes with a scale a vector.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct EmbeddingTable
{
    private readonly float* _scales;

    internal EmbeddingTable(float* values, int rows, int width)
    {
        Values = values;
        Rows = rows;
        Width = width;
    }

    private EmbeddingTable(void* bytes, float* scales, int rows, int width)
        : this((float*)bytes, rows, width) => _scales = scales;

    /// <summary>Number of vectors.</summary>
    public int Rows { get; }

    /// <summary>Values in a vector.</summary>
    public int Width { get; }

    /// <summary>Whether the vectors are bytes with a scale each.</summary>
    internal bool IsRounded => _scales != null;

    internal float* Values { get; }

    /// <summary>A table of bytes: first the scales of all vectors, then the vectors.</summary>
    internal static EmbeddingTable Rounded(void* memory, int rows, int width) => new((byte*)memory + ((nint)rows * sizeof(float)), (float*)memory, rows, width);

    /// <summary>Bytes of such a table.</summary>
    internal static nint RoundedBytes(int rows, int width) => (nint)rows * (sizeof(float) + width);

    /// <summary>Where a vector of floats begins.</summary>
    internal float* Row(int index) => Values + ((nint)index * Width);

    /// <summary>Where a vector of bytes begins.</summary>
    internal sbyte* Bytes(int index) => (sbyte*)Values + ((nint)index * Width);

    /// <summary>What the bytes of a vector are multiplied with.</summary>
    internal ref float Scale(int index) => ref _scales[index];
}

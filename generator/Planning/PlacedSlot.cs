namespace BertGen.Generator.Planning;

/// <summary>Where the values of one variable lie in the workspace, in floats per piece.</summary>
internal sealed record PlacedSlot(string Name, int Offset, int Width)
{
    /// <summary>Rows begin at multiples of this many floats: a panel of the product kernels, and a cache line.</summary>
    public const int Alignment = 16;

    /// <summary>Columns that lie together for all pieces; 0: rows are in one piece.</summary>
    public int HeadSize { get; init; }

    public int Stride => (Width + Alignment - 1) / Alignment * Alignment;

    public int End => Offset + Stride;

    public bool Overlaps(PlacedSlot other) => Offset < other.End && other.Offset < End;
}

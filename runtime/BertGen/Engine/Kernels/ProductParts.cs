namespace BertGen.Engine.Kernels;

/// <summary>
/// How a long sum of a product is cut into parts: the part of a panel that belongs to one fits in the nearest cache. The cut depends
/// on the length of the sum alone, so a row's result does not depend on the rows beside it.
/// </summary>
internal readonly struct ProductParts
{
    /// <summary>Longest part; 24 KiB of a panel.</summary>
    public const int MaxLength = 384;

    private const int Unit = 8;

    private readonly int _inputs;

    public ProductParts(int inputs)
    {
        _inputs = inputs;
        Count = (inputs + MaxLength - 1) / MaxLength;
    }

    public int Count { get; }

    /// <summary>The inputs of a part.</summary>
    public IndexRange this[int part] => IndexRange.Share(_inputs, part, Count, Unit);
}

namespace BertGen.Engine.Kernels;

/// <summary>A range of indices, [Start, End).</summary>
internal readonly record struct IndexRange(int Start, int End)
{
    public int Length => End - Start;

    /// <summary>
    /// Share <paramref name="index"/> of <paramref name="count"/> nearly equal shares of the indices from 0 to <paramref name="total"/>,
    /// each but the last a multiple of <paramref name="unit"/>.
    /// </summary>
    public static IndexRange Share(int total, int index, int count, int unit)
    {
        int units = (total + unit - 1) / unit;
        int start = (int)((long)units * index / count) * unit;
        int end = (int)((long)units * (index + 1) / count) * unit;
        return new IndexRange(Math.Min(start, total), Math.Min(end, total));
    }
}

namespace BertGen.Bulk.Output;

/// <summary>Rows that are written together.</summary>
/// <param name="Numbers">Their numbers in the run.</param>
/// <param name="Values">The carried values of each.</param>
/// <param name="Vectors">Their encoded vectors, one after the other; where a file is read, the next block may lie in the same memory.</param>
internal sealed record RowBlock(IReadOnlyList<long> Numbers, IReadOnlyList<string?[]> Values, ReadOnlyMemory<byte> Vectors)
{
    /// <summary>How many rows.</summary>
    public int Count => Numbers.Count;
}

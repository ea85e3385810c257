namespace BertGen.Generator.Planning;

/// <summary>Floating point operations of matrix products: per row, and per row and row of the sequence that it attends to.</summary>
internal readonly record struct Cost(long PerRow, long PerPair)
{
    public static Cost operator +(Cost left, Cost right) => new(left.PerRow + right.PerRow, left.PerPair + right.PerPair);
}

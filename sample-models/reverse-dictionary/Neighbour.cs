namespace ReverseDictionary;

/// <summary>A vector near the one that was asked for.</summary>
/// <param name="Row">Its row.</param>
/// <param name="Score">The dot product of both.</param>
internal readonly record struct Neighbour(int Row, float Score) : IComparable<Neighbour>
{
    /// <summary>Nearer ones come first; among equals, the lower row.</summary>
    public int CompareTo(Neighbour other)
    {
        int byScore = other.Score.CompareTo(Score);
        return byScore != 0 ? byScore : Row.CompareTo(other.Row);
    }
}

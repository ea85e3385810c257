namespace BertGen.Text.Tokenizers.BytePair;

/// <summary>A merge that may be done.</summary>
/// <param name="Rank">Its rank: lower ones are done first.</param>
/// <param name="Position">The number of its left symbol: of equal ranks the leftmost is done first.</param>
/// <param name="Id">The token that it makes.</param>
internal readonly record struct MergeCandidate(int Rank, int Position, int Id)
{
    /// <summary>Whether it is done before another one.</summary>
    public bool ComesBefore(MergeCandidate other) => Rank != other.Rank ? Rank < other.Rank : Position < other.Position;
}

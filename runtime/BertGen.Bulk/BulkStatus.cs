namespace BertGen.Bulk;

/// <summary>How far a run is.</summary>
/// <param name="Shards">Its shards.</param>
/// <param name="DoneShards">Those that are done.</param>
/// <param name="Rows">Rows of the input.</param>
/// <param name="DoneRows">Rows of the shards that are done, skipped ones included.</param>
/// <param name="SkippedRows">Rows of these that have no vector.</param>
/// <param name="Pieces">Pieces that were computed for these.</param>
/// <param name="Problems">What is wrong with shards that have a record: they will be embedded again.</param>
public sealed record BulkStatus(int Shards, int DoneShards, long Rows, long DoneRows, long SkippedRows, long Pieces, IReadOnlyList<string> Problems)
{
    /// <summary>Whether all shards are done.</summary>
    public bool IsDone => DoneShards == Shards;
}

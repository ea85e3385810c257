namespace BertGen.Bulk;

/// <summary>How far a worker is.</summary>
/// <param name="Shards">Shards that it has embedded.</param>
/// <param name="Texts">Texts that it has embedded.</param>
/// <param name="Pieces">Pieces that it has computed.</param>
/// <param name="Skipped">Rows that it has skipped.</param>
/// <param name="Elapsed">How long it has worked.</param>
/// <param name="Left">How long it will still work, as far as can be told.</param>
public sealed record BulkProgress(int Shards, long Texts, long Pieces, long Skipped, TimeSpan Elapsed, TimeSpan? Left)
{
    /// <summary>Texts in a second.</summary>
    public double TextsPerSecond => Elapsed > TimeSpan.Zero ? Texts / Elapsed.TotalSeconds : 0;

    /// <summary>Pieces in a second.</summary>
    public double PiecesPerSecond => Elapsed > TimeSpan.Zero ? Pieces / Elapsed.TotalSeconds : 0;
}

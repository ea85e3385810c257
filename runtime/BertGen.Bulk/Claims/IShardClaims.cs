namespace BertGen.Bulk;

/// <summary>
/// Keeps workers that take shards as they come from working on the same one. Two workers that do so all the same write the same bytes: a claim saves time,
/// and no result depends on it. A worker takes the next shard while it has another, and may end a claim at the same time.
/// </summary>
public interface IShardClaims
{
    /// <summary>Takes a shard.</summary>
    /// <param name="shard">Its number.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The claim, which ends when it is disposed; null where another worker has the shard.</returns>
    ValueTask<IAsyncDisposable?> TryTakeAsync(int shard, CancellationToken cancellationToken);
}

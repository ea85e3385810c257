using BertGen.Bulk.Protocol;

namespace BertGen.Bulk.Working;

/// <summary>Goes over the shards that are not done, as other workers leave them, until all are.</summary>
/// <param name="check">Says what is done.</param>
/// <param name="claims">Keeps workers apart.</param>
/// <param name="wait">How long to wait before looking again at shards that others have.</param>
internal sealed class ClaimedShards(ShardCheck check, IShardClaims claims, TimeSpan wait)
{
    /// <summary>Works on every shard that is free.</summary>
    /// <param name="shards">The shards.</param>
    /// <param name="work">Embeds a shard.</param>
    /// <param name="skip">Told of a shard that another worker has done.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task RunAsync(IEnumerable<int> shards, Func<int, Task> work, Action<int> skip, CancellationToken cancellationToken)
    {
        int[] open = [.. shards];

        // Workers that start together should not all begin at the first.
        int start = open.Length == 0 ? 0 : Random.Shared.Next(open.Length);
        open = [.. open[start..], .. open[..start]];
        while (open.Length > 0)
        {
            List<int> others = [];
            foreach (int shard in open)
            {
                if (check.Find(shard, hash: false).Record is not null)
                {
                    skip(shard);
                }
                else if (await claims.TryTakeAsync(shard, cancellationToken).ConfigureAwait(false) is { } claim)
                {
                    await using (claim.ConfigureAwait(false))
                    {
                        await work(shard).ConfigureAwait(false);
                    }
                }
                else
                {
                    others.Add(shard);
                }
            }

            open = [.. others];
            if (open.Length > 0)
            {
                await Task.Delay(wait, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}

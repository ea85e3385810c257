using System.Runtime.CompilerServices;
using BertGen.Bulk.Protocol;

namespace BertGen.Bulk.Working;

/// <summary>Goes over the shards that are not done, as other workers leave them, until all are.</summary>
/// <param name="check">Says what is done.</param>
/// <param name="claims">Keeps workers apart.</param>
/// <param name="wait">How long to wait before looking again at shards that others have.</param>
internal sealed class ClaimedShards(ShardCheck check, IShardClaims claims, TimeSpan wait)
{
    /// <summary>Takes every shard that is free. Who gets one ends its claim.</summary>
    /// <param name="shards">The shards.</param>
    /// <param name="skip">Told of a shard that another worker has done.</param>
    /// <param name="cancellationToken">Ends the wait for others.</param>
    public async IAsyncEnumerable<TakenShard> TakeAsync(IEnumerable<int> shards, Action<int> skip, [EnumeratorCancellation] CancellationToken cancellationToken)
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
                    yield return new TakenShard(shard, claim);
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

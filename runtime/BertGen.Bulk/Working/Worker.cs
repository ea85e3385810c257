using System.Runtime.CompilerServices;
using BertGen.Bulk.Claims;
using BertGen.Bulk.Protocol;

namespace BertGen.Bulk.Working;

/// <summary>Embeds shards one after the other, and leaves those alone that are done.</summary>
/// <param name="folder">The folder of the run.</param>
/// <param name="run">What it pins.</param>
/// <param name="runBytes">The bytes of that.</param>
/// <param name="model">The model.</param>
/// <param name="options">What it does.</param>
internal sealed class Worker(RunFolder folder, RunFile run, byte[] runBytes, BulkModel model, WorkOptions options)
{
    // Shards that others have are looked at again so often.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly string _runHash = RunFile.HashOf(runBytes);
    private readonly ShardCheck _check = new(folder, RunFile.HashOf(runBytes));
    private readonly Leftovers _leftovers = new(folder.ShardsPath);
    private readonly WorkProgress _progress = new(options.Note);

    /// <summary>Works until there is nothing left to do.</summary>
    /// <exception cref="BulkException">The model is another one than the run's, or a shard cannot be embedded.</exception>
    public async Task<BulkProgress> RunAsync(CancellationToken cancellationToken)
    {
        CheckModel();
        folder.CreateShards();
        var log = new WorkLog(folder, _progress, options.Progress);
        await using (log.ConfigureAwait(false))
        {
            int[] shards = [.. options.Share.Of(run.Shards.Count)];
            _progress.Expect(shards.Sum(shard => run.Shards[shard].Rows));
            await new ShardPipeline(folder, run, _runHash, model, _progress).RunAsync(OpenAsync(shards, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        return _progress.Now;
    }

    /// <summary>Compares the model with the run's.</summary>
    private void CheckModel()
    {
        byte[] own = (run with { Model = model.Identity, Version = RunFile.CurrentVersion }).ToBytes();
        if (RunDifference.Find(runBytes, own, "version", "model") is { } difference)
        {
            string reason = difference.Place == "model.vectors" && run.Model.Files == model.Identity.Files
                ? " The files are the same: the class was compiled with other options, or this machine computes other bits."
                : "";
            throw new BulkException($"{folder.RunPath}: expected a worker of the run's configuration: {difference.Place} is {difference.Pinned} there, and {difference.Other} here.{reason}");
        }
    }

    private void Skip(int shard) => _progress.Expect(-run.Shards[shard].Rows);

    /// <summary>Shards that are this worker's, and not done.</summary>
    private async IAsyncEnumerable<TakenShard> OpenAsync(int[] shards, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IAsyncEnumerable<TakenShard> taken = shards.Select(shard => new TakenShard(shard, null)).ToAsyncEnumerable();
        if (options.Claim)
        {
            var claims = new ClaimedShards(_check, options.Claims ?? new LeaseFiles(folder, options.Lease), TimeSpan.FromTicks(Math.Min(options.Lease.Ticks / 4, LongestWait.Ticks)));
            taken = claims.TakeAsync(shards, Skip, cancellationToken);
        }

        await foreach (TakenShard shard in taken.ConfigureAwait(false))
        {
            if (await IsOpenAsync(shard).ConfigureAwait(false))
            {
                yield return shard;
            }
        }
    }

    private async Task<bool> IsOpenAsync(TakenShard shard)
    {
        bool isOpen = false;
        try
        {
            (ShardRecord? record, string? problem) = _check.Find(shard.Number, hash: true);
            if (record is not null)
            {
                Skip(shard.Number);
                return false;
            }

            if (problem is not null)
            {
                _progress.Note($"{problem}; shard {shard.Number} is embedded again.");
            }

            _leftovers.Remove(RunFolder.NameOf(shard.Number) + ".");
            isOpen = true;
        }
        finally
        {
            if (!isOpen)
            {
                await shard.DisposeAsync().ConfigureAwait(false);
            }
        }

        return true;
    }
}

using System.Diagnostics;
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
            if (options.Claim)
            {
                var claims = new ClaimedShards(_check, options.Claims ?? new LeaseFiles(folder, options.Lease), TimeSpan.FromTicks(Math.Min(options.Lease.Ticks / 4, LongestWait.Ticks)));
                await claims.RunAsync(shards, shard => EnsureAsync(shard, cancellationToken), Skip, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                foreach (int shard in shards)
                {
                    await EnsureAsync(shard, cancellationToken).ConfigureAwait(false);
                }
            }
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

    private async Task EnsureAsync(int shard, CancellationToken cancellationToken)
    {
        (ShardRecord? record, string? problem) = _check.Find(shard, hash: true);
        if (record is not null)
        {
            Skip(shard);
            return;
        }

        if (problem is not null)
        {
            _progress.Note($"{problem}; shard {shard} is embedded again.");
        }

        PublishedFile.RemoveLeftovers(folder.ShardsPath, RunFolder.NameOf(shard));
        long start = Stopwatch.GetTimestamp();
        await new ShardWork(folder, run, _runHash, model, _progress).RunAsync(shard, cancellationToken).ConfigureAwait(false);
        _progress.AddShard(Stopwatch.GetElapsedTime(start));
    }
}

namespace BertGen.Bulk.Tests.Harness;

/// <summary>
/// Works on a run with several processes that are killed at random moments. Meanwhile one has a full disk, a shard is truncated, and two workers are on one shard.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="random">Says what happens when.</param>
internal sealed class DisturbedRun(BulkRun run, Random random) : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    private readonly List<(Child Worker, TimeSpan Life)> _workers = [];
    private readonly HashSet<string> _truncated = [];
    private int _ended;

    private string Shards => Path.Combine(run.Folder, "shards");

    private string[] Claiming => ["work", run.Folder, "--claim", "--lease-minutes", "0.02"];

    /// <summary>Works until everything has happened and the run is done.</summary>
    public async Task WorkAsync()
    {
        for (int kills = 0; kills < Budget.Kills;)
        {
            bool isKill = await KillNextAsync();
            kills += isKill ? 1 : 0;
            await (!isKill ? Task.CompletedTask : kills == Budget.Kills / 4 ? FillDiskAsync() : kills == Budget.Kills / 2 ? WorkTwiceAsync() : Task.CompletedTask);
            CheckShards();

            // A run that is done would only be looked at.
            if ((isKill && kills == Budget.Kills * 3 / 4) || run.Status().IsDone)
            {
                Truncate();
            }
        }

        using Child last = Child.Start(Budget.Model, Claiming);
        await EndWellAsync(last);
    }

    /// <summary>What has happened.</summary>
    public override string ToString() => $"{Budget.Kills} of {Budget.Workers} workers at a time killed, {_ended} more have ended; {_truncated.Count} shards truncated";

    public void Dispose() => _workers.ForEach(entry => entry.Worker.Dispose());

    /// <returns>Whether there was something to kill: a worker may have ended by itself, as the run was done.</returns>
    private async Task<bool> KillNextAsync()
    {
        while (_workers.Count < Budget.Workers)
        {
            _workers.Add((Child.Start(Budget.Model, Claiming), Budget.LongestLife * random.NextDouble()));
        }

        int next;
        while ((next = _workers.FindIndex(entry => entry.Worker.ProcessorTime >= entry.Life)) < 0)
        {
            await Task.Delay(BetweenLooks);
        }

        Child worker = _workers[next].Worker;
        _workers.RemoveAt(next);
        using (worker)
        {
            if (worker.HasExited)
            {
                _ended++;
                await EndWellAsync(worker);
                return false;
            }

            worker.Kill();
            return true;
        }
    }

    /// <summary>One more worker, whose disk has no room for a shard.</summary>
    private async Task FillDiskAsync()
    {
        using Child worker = Child.StartOnFullDisk(Budget.Model, Claiming, Math.Min(51_200, Budget.RowsPerShard * Budget.Model.Bulk.Identity.Dimensions * sizeof(float) / 2));
        (int code, string errors) = await worker.WaitAsync();
        if (code != 0 || !run.Status().IsDone)
        {
            Assert.Equal(1, code);
            Assert.Contains(" cannot be written:", errors, StringComparison.Ordinal);
        }
    }

    /// <summary>Two workers that know nothing of each other, on a shard that is done again.</summary>
    private async Task WorkTwiceAsync()
    {
        int shard = random.Next(run.ShardCount);
        File.Delete(Path.Combine(Shards, $"{shard:d6}.record.json"));
        string[] words = ["work", run.Folder, "--shard", $"{shard}/{run.ShardCount}"];
        using Child one = Child.Start(Budget.Model, words), other = Child.Start(Budget.Model, words);
        await EndWellAsync(one);
        await EndWellAsync(other);
    }

    private void Truncate()
    {
        if (Directory.GetFiles(Shards, "*.npy") is { Length: > 0 } shards)
        {
            string path = shards[random.Next(shards.Length)];
            Faults.Damage(path, "cut");
            _truncated.Add(path);
        }
    }

    /// <summary>Whatever is there was published, and is whole.</summary>
    private void CheckShards() => Assert.DoesNotContain(run.Status().Problems, problem => !_truncated.Any(path => problem.StartsWith(path, StringComparison.Ordinal)));

    private static async Task EndWellAsync(Child worker)
    {
        (int code, string errors) = await worker.WaitAsync();
        Assert.True(code == 0, errors);
    }
}

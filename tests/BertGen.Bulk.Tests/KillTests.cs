using BertGen.Bulk.Tests.Harness;
using Xunit.Abstractions;

namespace BertGen.Bulk.Tests;

/// <summary>Workers that are killed at random moments, and disks that are full: what is published is whole, and the run ends with the bytes of one that was not disturbed.</summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private readonly RunPlace _place = new();
    private readonly Random _random = new(Budget.Seed);

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task ARunWhoseWorkersAreKilledHasTheBytesOfOneThatWasNotDisturbed()
    {
        (string Id, string Text)[] all = Definitions.Take(Math.Min(Budget.Texts, 100_000));
        IEnumerable<(string Id, string Text)> rows = Enumerable.Range(0, Budget.Texts).Select(i => ($"{all[i % all.Length].Id}-{i}", all[i % all.Length].Text));
        BulkPlan plan = RunPlace.PlanOf(_place.WriteJsonLines("in.jsonl", rows)) with { RowsPerShard = Budget.RowsPerShard };
        BulkRun run = await _place.EmbedAsync(plan);
        Dictionary<string, byte[]> expected = RunPlace.Shards(_place.Run);
        Directory.Delete(_place.Run, recursive: true);
        run = await BulkRun.PlanAsync(_place.Run, plan, WordNetMini.Model);

        int kills = 0, resumed = 0;
        var workers = new List<(Child Worker, DateTime End)>();
        try
        {
            while (kills < Budget.Kills)
            {
                while (workers.Count < Budget.Workers)
                {
                    workers.Add((Child.Start(["work", _place.Run, "--claim", "--lease-minutes", "0.02"]), DateTime.UtcNow + (Budget.LongestLife * _random.NextDouble())));
                }

                (Child worker, DateTime end) = workers.MinBy(entry => entry.End);
                TimeSpan left = end - DateTime.UtcNow;
                await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero);
                resumed += worker.HasExited ? 1 : 0;
                worker.Kill();
                kills++;
                workers.Remove((worker, end));
                worker.Dispose();

                // Whatever is there was published, and is whole.
                Assert.Empty(run.Status().Problems);
                if (run.Status().IsDone)
                {
                    // One that is done would only be looked at: a shard of it is truncated.
                    string[] shards = Directory.GetFiles(Path.Combine(_place.Run, "shards"), "*.npy");
                    Faults.Damage(shards[_random.Next(shards.Length)], "cut");
                }
            }
        }
        finally
        {
            workers.ForEach(entry => entry.Worker.Dispose());
        }

        using Child last = Child.Start(["work", _place.Run, "--claim", "--lease-minutes", "0.02"]);
        (int code, string errors) = await last.WaitAsync();
        Assert.True(code == 0, errors);
        output.WriteLine($"{kills} workers killed, {resumed} of them behind their end; {run.ShardCount} shards of {run.RowCount} rows.");
        Assert.Empty(await run.VerifyAsync(new VerifyOptions { Recompute = 0.01 }, WordNetMini.Model));
        foreach (string left in Directory.GetFiles(Path.Combine(_place.Run, "shards"), ".*.new"))
        {
            File.Delete(left);
        }

        RunPlace.AssertSame(expected, RunPlace.Shards(_place.Run));
    }

    [Fact]
    public async Task AFullDiskIsToldWithTheFileAndLeavesNothingHalf()
    {
        BulkRun run = await BulkRun.PlanAsync(_place.Run, RunPlace.PlanOf(_place.WriteJsonLines("in.jsonl", Definitions.Take(400))) with { RowsPerShard = 200 }, WordNetMini.Model);

        // 100 blocks of 512 bytes: less than a shard, more than the lines of a log. The signal that would end the process is
        // ignored, and the runtime keeps no code in files.
        using Child worker = Child.Start(["work", _place.Run], "bash", "-c", "trap '' XFSZ; ulimit -f 100; DOTNET_EnableWriteXorExecute=0 exec \"$@\"", "limited");
        (int code, string errors) = await worker.WaitAsync();
        Assert.True(code == 1, $"{code}: {errors}");
        Assert.Contains(Path.Combine(_place.Run, "shards", "000000.npy") + " cannot be written:", errors, StringComparison.Ordinal);
        Assert.Empty(RunPlace.Shards(_place.Run));
        await run.WorkAsync(WordNetMini.Model);
        Assert.Empty(await run.VerifyAsync());
    }
}

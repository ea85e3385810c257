using System.Diagnostics;
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
    public async Task ARunThatIsDisturbedHasTheBytesOfOneThatIsNot()
    {
        (string Id, string Text)[] all = Definitions.Take(Math.Min(Budget.Texts, 100_000));
        IEnumerable<(string Id, string Text)> rows = Enumerable.Range(0, Budget.Texts).Select(i => ($"{all[i % all.Length].Id}-{i}", all[i % all.Length].Text));
        BulkPlan plan = RunPlace.PlanOf(_place.WriteJsonLines("in.jsonl", rows)) with { RowsPerShard = Budget.RowsPerShard };
        var clock = Stopwatch.StartNew();
        BulkRun run = await _place.EmbedAsync(plan, Budget.Model.Bulk);
        TimeSpan alone = clock.Elapsed;
        Dictionary<string, byte[]> expected = RunPlace.Shards(_place.Run);
        Directory.Delete(_place.Run, recursive: true);
        run = await BulkRun.PlanAsync(_place.Run, plan, Budget.Model.Bulk);

        clock.Restart();
        using var disturbed = new DisturbedRun(run, _random);
        await disturbed.WorkAsync();
        output.WriteLine($"{run.RowCount} rows in {run.ShardCount} shards; {disturbed}. {clock.Elapsed.TotalSeconds:f0} s, and {alone.TotalSeconds:f0} s undisturbed in one process.");
        Assert.Empty(await run.VerifyAsync(new VerifyOptions { Recompute = 0.01 }, Budget.Model.Bulk));
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

        // Less than a shard, more than the lines of a log.
        using Child worker = Child.StartOnFullDisk(WorkerModel.WordNetMini, ["work", _place.Run], 51_200);
        (int code, string errors) = await worker.WaitAsync();
        Assert.True(code == 1, $"{code}: {errors}");
        Assert.Contains(Path.Combine(_place.Run, "shards", "000000.npy") + " cannot be written:", errors, StringComparison.Ordinal);
        Assert.Empty(RunPlace.Shards(_place.Run));
        await run.WorkAsync(WordNetMini.Model);
        Assert.Empty(await run.VerifyAsync());
    }
}

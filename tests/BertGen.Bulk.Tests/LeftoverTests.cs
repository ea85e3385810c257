using BertGen.Bulk.Protocol;
using BertGen.Bulk.Tests.Harness;

namespace BertGen.Bulk.Tests;

/// <summary>What killed workers have left.</summary>
public sealed class LeftoverTests : IDisposable
{
    private readonly RunPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task WhatAKilledWorkerHasLeftOfAShardIsRemovedBeforeTheShardIsWritten()
    {
        BulkRun run = await BulkRun.PlanAsync(_place.Run, RunPlace.PlanOf(_place.WriteJsonLines("in.jsonl", Definitions.Take(60))) with { RowsPerShard = 20 }, WordNetMini.Model);
        string shards = Path.Combine(_place.Run, "shards");
        Directory.CreateDirectory(shards);
        string[] old = [Leave(shards, ".000000.npy.abcdefgh.ijk.new", 2), Leave(shards, ".000002.record.json.abcdefgh.ijk.new", 2)];
        string[] others = [Leave(shards, ".000001.npy.abcdefgh.ijk.new", 0), Leave(shards, ".000003.npy.abcdefgh.ijk.new", 2), Leave(shards, ".0000002.npy.abcdefgh.ijk.new", 2)];
        await run.WorkAsync(WordNetMini.Model);
        Assert.DoesNotContain(old, File.Exists);
        Assert.All(others, path => Assert.True(File.Exists(path), path));
    }

    [Fact]
    public void AFolderIsListedOnceAnHour()
    {
        string folder = Directory.CreateDirectory(_place.File("shards")).FullName;
        var clock = new Time();
        var leftovers = new Leftovers(folder, clock);
        string written = Leave(folder, ".a.npy.1.new", 0.5), left = Leave(folder, ".b.npy.1.new", 0.5);
        leftovers.Remove("a.");
        string later = Leave(folder, ".a.npy.2.new", 2);
        leftovers.Remove("a.");
        Assert.True(File.Exists(later));

        // Later in that hour: one of those that were listed has not been written to for an hour, and one has.
        clock.Now += TimeSpan.FromMinutes(45);
        File.SetLastWriteTimeUtc(written, clock.Now.UtcDateTime);
        leftovers.Remove("a.");
        leftovers.Remove("b.");
        Assert.Equal((true, false, true), (File.Exists(written), File.Exists(left), File.Exists(later)));

        clock.Now += TimeSpan.FromMinutes(20);
        leftovers.Remove("a.");
        Assert.Equal((true, false), (File.Exists(written), File.Exists(later)));
    }

    private static string Leave(string folder, string name, double hoursAgo)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, "half");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow - TimeSpan.FromHours(hoursAgo));
        return path;
    }

    private sealed class Time : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UtcNow;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

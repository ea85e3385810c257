using BertGen.Bulk.Output;
using BertGen.Bulk.Tests.Harness;

namespace BertGen.Bulk.Tests;

/// <summary>Folders and files that are not where they were, or are others than they were taken for.</summary>
public sealed class PlaceTests : IDisposable
{
    private readonly RunPlace _place = new();

    private string Input => _place.File("in.jsonl");

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task AMergeReplacesNoInput()
    {
        BulkRun run = await EmbedAsync();
        byte[] before = File.ReadAllBytes(Input);
        BulkException refused = Assert.Throws<BulkException>(() => run.Merge(Input));
        Assert.Equal($"{Input}: expected a name of another file than those of the run; this one is its input.", refused.Message);
        Assert.Equal(before, File.ReadAllBytes(Input));
    }

    [Fact]
    public async Task AMergeReplacesNoShard()
    {
        BulkRun run = await EmbedAsync();
        Assert.Throws<BulkException>(() => run.Merge(Path.Combine(_place.Run, "shards", "000000.jsonl")));
        Assert.Empty(await run.VerifyAsync());
    }

    [Fact]
    public async Task AMergeRemovesWhatAKilledOneHasLeftLongAgo()
    {
        BulkRun run = await EmbedAsync();
        string old = _place.File(".all.jsonl.abcdefgh.ijk.new"), young = _place.File(".all.jsonl.lmnopqrs.tuv.new"), other = _place.File(".all.jsonl2.abcdefgh.ijk.new");
        Array.ForEach([old, young, other], path => File.WriteAllText(path, "half"));
        Array.ForEach([old, other], path => File.SetLastWriteTimeUtc(path, DateTime.UtcNow - TimeSpan.FromHours(2)));
        run.Merge(_place.File("all.jsonl"));
        Assert.Equal((false, true, true), (File.Exists(old), File.Exists(young), File.Exists(other)));
    }

    [Fact]
    public async Task AMergeThatCannotReplaceOneOfItsFilesReplacesNone()
    {
        BulkRun run = await _place.EmbedAsync(RunPlace.PlanOf(_place.WriteJsonLines("in.jsonl", Definitions.Take(60))));
        File.WriteAllText(_place.File("all.npy"), "old");
        Directory.CreateDirectory(_place.File("all.ids.jsonl"));
        BulkException refused = Assert.Throws<BulkException>(() => run.Merge(_place.File("all.npy")));
        Assert.Equal($"{_place.File("all.ids.jsonl")}: expected the name of a file, found a folder.", refused.Message);
        Assert.Equal("old", File.ReadAllText(_place.File("all.npy")));
        Directory.CreateDirectory(_place.File("more.npy"));
        File.WriteAllText(_place.File("more.ids.jsonl"), "old");
        Assert.Throws<BulkException>(() => run.Merge(_place.File("more.npy")));
        Assert.Equal("old", File.ReadAllText(_place.File("more.ids.jsonl")));
    }

    [Theory]
    [InlineData("\"rows\": 60", "\"rows\": -60", "rows: expected those of all shards, 60, found -60")]
    [InlineData("\"file\": 0", "\"file\": 7", "shards[0].parts: expected a file from 0 to 0, found 7")]
    [InlineData("\"place\": 0", "\"place\": -9", "shards[0].parts: expected rows and places from 0 on")]
    [InlineData("\"firstRow\": 50,\n      \"rows\"", "\"firstRow\": 5,\n      \"rows\"", "shards[1].firstRow: expected 50, as the shards before end there, found 5")]
    [InlineData("\"dimensions\": 192", "\"dimensions\": 0", "model.dimensions: expected 1 or more, found 0")]
    [InlineData("\"type\": \"Float32\"", "\"type\": 17", "output.type: expected one that there is, found 17")]
    [InlineData("\"type\": \"Float32\"", "\"type\": \"Int8\"", "output: expected 192 values as 'smallest' and 'largest', found 0 and 0")]
    [InlineData("\"shards\": [", "\"shards\": [null,", "shards[0]: expected a shard, found null")]
    [InlineData("\"parts\": [", "\"parts\": [null,", "shards[0].parts: expected a part in every place, found null")]
    [InlineData("\"files\": [", "\"files\": [null,", "files: expected a file in every place, found none")]
    [InlineData("\"columns\": [", "\"columns\": [null,", "input.columns: expected a column in every place, found null")]
    public async Task ARunThatWasEditedIsToldWithTheValue(string planned, string edited, string problem)
    {
        string input = _place.WriteJsonLines("in.jsonl", Definitions.Take(60));
        await BulkRun.PlanAsync(_place.Run, RunPlace.PlanOf(input), WordNetMini.Model);
        string path = Path.Combine(_place.Run, "run.json"), text = File.ReadAllText(path);
        Assert.Contains(planned, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(planned, edited, StringComparison.Ordinal));
        Assert.StartsWith($"{path}: {problem}", Assert.Throws<BulkException>(() => BulkRun.Open(_place.Run)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFolderOfShardsThatWasRemovedIsMadeAgain()
    {
        BulkRun run = await EmbedAsync();
        Directory.Delete(Path.Combine(_place.Run, "shards"), recursive: true);
        Assert.All(await run.VerifyAsync(), finding => Assert.Contains("it has no record", finding.Message, StringComparison.Ordinal));
        await run.WorkAsync(WordNetMini.Model);
        Assert.Empty(await run.VerifyAsync());
    }

    [Fact]
    public async Task AFileInThePlaceOfTheRunIsTold()
    {
        File.WriteAllText(_place.Run, "");
        BulkException refused = await Assert.ThrowsAsync<BulkException>(EmbedAsync);
        Assert.StartsWith($"{Path.Combine(_place.Run, "shards")}: the folder cannot be made: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AModelOfAnotherLengthIsTold()
    {
        BulkRun run = await EmbedAsync();
        BulkModel shorter = BulkModel.Of(WordNetMini.Shared, new EmbedOptions { Dimensions = 64 });
        BulkFinding finding = Assert.Single(await run.VerifyAsync(new VerifyOptions { Recompute = 1 }, shorter));
        Assert.Contains("model.dimensions is 192 there, and 64 here", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AClaimFromTheFutureIsAnothersToTake()
    {
        BulkRun run = await EmbedAsync();
        File.Delete(Path.Combine(_place.Run, "shards", "000000.record.json"));
        string claim = Path.Combine(Directory.CreateDirectory(Path.Combine(_place.Run, "claims")).FullName, "000000.lease");
        File.WriteAllText(claim, "");
        File.SetLastWriteTimeUtc(claim, DateTime.UtcNow.AddDays(3));
        await run.WorkAsync(WordNetMini.Model, new WorkOptions { Claim = true });
        Assert.True(run.Status().IsDone);
    }

    [Theory]
    [InlineData(0L, null, "0 rows in each")]
    [InlineData(null, 0, "0 shards")]
    public async Task ShardsWithoutRowsAreRefused(long? rows, int? shards, string found)
    {
        BulkPlan plan = RunPlace.PlanOf(_place.WriteJsonLines("in.jsonl", Definitions.Take(2))) with { RowsPerShard = rows, ShardCount = shards };
        BulkException refused = await Assert.ThrowsAsync<BulkException>(() => BulkRun.PlanAsync(_place.Run, plan, WordNetMini.Model));
        Assert.Equal($"Expected shards and rows in each, 1 or more; found {found}.", refused.Message);
    }

    [Fact]
    public void AWriterThatIsGivenUpWritesNoMore()
    {
        var format = new JsonLinesFormat(new VectorEncoder(new OutputSettings(OutputFormat.JsonLines, VectorType.Float32, null, null), width: 1), []);
        IVectorWriter writer = format.Create([new FullDisk()], 1);
        Assert.Throws<IOException>(() => writer.Write(new RowBlock([0], [[]], new byte[sizeof(float)])));
        writer.Dispose();
    }

    private Task<BulkRun> EmbedAsync() =>
        _place.EmbedAsync(RunPlace.PlanOf(_place.WriteJsonLines("in.jsonl", Definitions.Take(3))) with { RowsPerShard = 2, OutputFormat = OutputFormat.JsonLines });

    private sealed class FullDisk : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("the disk is full");

        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("the disk is full");
    }
}

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
        IVectorWriter writer = format.Create([new FullDisk()]);
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

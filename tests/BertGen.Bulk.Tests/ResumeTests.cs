using BertGen.Bulk.Tests.Harness;

namespace BertGen.Bulk.Tests;

/// <summary>What is done stays, what is damaged is done again, and another configuration is refused.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly RunPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task AShardThatIsDoneIsLeftAlone()
    {
        BulkRun run = await _place.EmbedAsync(Plan());
        string file = Path.Combine(_place.Run, "shards", "000001.npy");
        DateTime written = File.GetLastWriteTimeUtc(file);
        BulkProgress again = await run.WorkAsync(WordNetMini.Model);
        Assert.Equal((0, 0L), (again.Shards, again.Texts));
        Assert.Equal(written, File.GetLastWriteTimeUtc(file));
    }

    [Theory]
    [InlineData("000001.npy", "missing")]
    [InlineData("000001.npy", "cut")]
    [InlineData("000001.npy", "changed")]
    [InlineData("000001.ids.jsonl", "cut")]
    [InlineData("000001.record.json", "missing")]
    [InlineData("000001.record.json", "cut")]
    [InlineData("000001.record.json", "changed")]
    public async Task ADamagedShardIsEmbeddedAgainWithTheSameBytes(string name, string damage)
    {
        BulkRun run = await _place.EmbedAsync(Plan());
        Dictionary<string, byte[]> expected = RunPlace.Shards(_place.Run);
        string path = Path.Combine(_place.Run, "shards", name);
        Faults.Damage(path, damage);
        List<string> notes = [];
        BulkProgress again = await run.WorkAsync(WordNetMini.Model, new WorkOptions { Note = notes.Add });
        Assert.Equal((1, 50L), (again.Shards, again.Texts));
        Assert.Equal(damage == "missing" && name.EndsWith(".record.json", StringComparison.Ordinal) ? 0 : 1, notes.Count);
        RunPlace.AssertSame(expected, RunPlace.Shards(_place.Run));
    }

    [Fact]
    public async Task WorkersWithAShareEachMakeTheBytesOfOne()
    {
        BulkRun run = await _place.EmbedAsync(Plan());
        Dictionary<string, byte[]> expected = RunPlace.Shards(_place.Run);
        Directory.Delete(_place.Run, recursive: true);
        run = await BulkRun.PlanAsync(_place.Run, Plan(), WordNetMini.Model);
        await Task.WhenAll(Enumerable.Range(0, 2).Select(i => run.WorkAsync(WordNetMini.Model, new WorkOptions { Share = new ShardShare(i, 2) })));
        RunPlace.AssertSame(expected, RunPlace.Shards(_place.Run));
    }

    [Fact]
    public async Task TwoWorkersOnTheSameShardsDoNotDisturbEachOther()
    {
        BulkRun run = await _place.EmbedAsync(Plan());
        Dictionary<string, byte[]> expected = RunPlace.Shards(_place.Run);
        Directory.Delete(_place.Run, recursive: true);
        run = await BulkRun.PlanAsync(_place.Run, Plan(), WordNetMini.Model);
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => run.WorkAsync(WordNetMini.Model))));
        RunPlace.AssertSame(expected, RunPlace.Shards(_place.Run));
    }

    [Fact]
    public async Task TheSamePlanOnceMoreIsTheSameRun()
    {
        BulkPlan plan = Plan();
        byte[] first = await PlannedAsync(plan), second = await PlannedAsync(plan);
        Assert.Equal(first, second);
    }

    public static TheoryData<string, string, string, BulkPlan> OtherPlans => new()
    {
        { "input.textColumn", "\"text\"", "\"id\"", new BulkPlan { Inputs = [], TextColumn = "id" } },
        { "output.type", "\"Float32\"", "\"Float16\"", new BulkPlan { Inputs = [], VectorType = VectorType.Float16 } },
        { "input.skipMalformed", "false", "true", new BulkPlan { Inputs = [], SkipMalformed = true } },
        { "rowsPerShard", "50", "60", new BulkPlan { Inputs = [], RowsPerShard = 60 } },
    };

    [Theory]
    [MemberData(nameof(OtherPlans), DisableDiscoveryEnumeration = true)]
    public async Task AnotherPlanInTheFolderIsRefusedWithBothValues(string place, string pinned, string other, BulkPlan changed)
    {
        BulkPlan plan = Plan();
        await PlannedAsync(plan);
        BulkPlan second = changed with { Inputs = plan.Inputs, Columns = plan.Columns, RowsPerShard = changed.RowsPerShard ?? plan.RowsPerShard };
        BulkException refused = await Assert.ThrowsAsync<BulkException>(() => BulkRun.PlanAsync(_place.Run, second, WordNetMini.Model));
        Assert.Contains($"{place} is {pinned} there, and {other} here", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherModelOrOtherOptionsDoNoWork()
    {
        BulkRun run = await BulkRun.PlanAsync(_place.Run, Plan(), WordNetMini.Model);
        var other = BulkModel.Of(WordNetMini.Shared, new EmbedOptions { PromptText = "query: " });
        BulkException refused = await Assert.ThrowsAsync<BulkException>(() => run.WorkAsync(other));
        Assert.Contains("model.promptText is null there, and \"query: \" here", refused.Message, StringComparison.Ordinal);
        Assert.Empty(RunPlace.Shards(_place.Run));
    }

    [Fact]
    public async Task AnInputThatHasChangedIsNotEmbedded()
    {
        BulkPlan plan = Plan();
        BulkRun run = await BulkRun.PlanAsync(_place.Run, plan, WordNetMini.Model);
        File.AppendAllText(plan.Inputs[0], "\n");
        BulkException refused = await Assert.ThrowsAsync<BulkException>(() => run.WorkAsync(WordNetMini.Model));
        Assert.Contains("the input has changed since the run was planned", refused.Message, StringComparison.Ordinal);
    }

    private BulkPlan Plan() => RunPlace.PlanOf(_place.WriteJsonLines("in.jsonl", Definitions.Take(120)));

    private async Task<byte[]> PlannedAsync(BulkPlan plan)
    {
        await BulkRun.PlanAsync(_place.Run, plan, WordNetMini.Model);
        return File.ReadAllBytes(Path.Combine(_place.Run, "run.json"));
    }
}

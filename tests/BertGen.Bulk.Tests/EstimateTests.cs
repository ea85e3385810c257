using BertGen.Bulk.Commands;
using BertGen.Bulk.Tests.Harness;

namespace BertGen.Bulk.Tests;

/// <summary>What a plan says of a run before it, beside what the run has done.</summary>
public sealed class EstimateTests : IDisposable
{
    // Of the sample's chances and of heads of files.
    private const double Near = 0.03;

    private readonly RunPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void TheCostOfAClassIsTheOneThatItWasCompiledWith() => Assert.Equal((2_654_208L, 2_304L), (WordNetMini.Info.FlopsPerPiece, WordNetMini.Info.FlopsPerPair));

    [Theory]
    [InlineData(OutputFormat.NumPy, VectorType.Float32)]
    [InlineData(OutputFormat.JsonLines, VectorType.Float16)]
    [InlineData(OutputFormat.Parquet, VectorType.Int8)]
    public async Task AnEstimateIsNearWhatTheRunTakes(OutputFormat format, VectorType type)
    {
        // Two files whose texts are of other lengths: few long ones, and many short ones.
        (string Id, string Text)[] all = Definitions.Take(600);
        string input = _place.WriteJsonLines("long.jsonl", all[..200].Select(row => (row.Id, string.Join(' ', Enumerable.Repeat(row.Text, 4)))));
        string other = _place.WriteJsonLines("short.jsonl", all[200..]);
        BulkEstimate? estimate = null;
        BulkPlan plan = RunPlace.PlanOf(input, other) with { OutputFormat = format, VectorType = type, RowsPerShard = 200, PiecesPerSecond = 1_000, Estimate = found => estimate = found };
        await BulkRun.PlanAsync(_place.Run, plan, WordNetMini.Model);
        Assert.NotNull(estimate);
        BulkProgress done = await BulkRun.Open(_place.Run).WorkAsync(WordNetMini.Model);

        double flops = all.Select((row, i) => WordNetMini.Shared.CountTokens(i < 200 ? string.Join(' ', Enumerable.Repeat(row.Text, 4)) : row.Text))
            .Sum(count => count * (WordNetMini.Info.FlopsPerPiece + ((double)WordNetMini.Info.FlopsPerPair * count)));
        AssertNear(done.Pieces, estimate.Pieces);
        AssertNear(flops, estimate.Flops!.Value);
        AssertNear(RunPlace.Shards(_place.Run).Where(file => !file.Key.EndsWith(".record.json", StringComparison.Ordinal)).Sum(file => (double)file.Value.Length), estimate.OutputBytes);
        Assert.Equal((600L, 3, new FileInfo(input).Length + new FileInfo(other).Length), (estimate.Rows, estimate.Shards, estimate.InputBytes));
        Assert.Equal(estimate.Pieces / 1_000.0, estimate.WorkerTime.TotalSeconds, 3);
        Assert.Equal(estimate.WorkerTime.TotalHours * Environment.ProcessorCount, estimate.CoreHours, 6);
    }

    [Fact]
    public async Task APlanTellsMoneyAndAFleet()
    {
        string input = _place.WriteJsonLines("in.jsonl", Definitions.Take(100));
        (int code, string output, string error) = await InvokeAsync("plan", _place.Run, input, "--rate", "1", "--shards", "50", "--price", "3", "--simulate", "nodes=5,mtbf=2h,start=0s,stragglers=0,spread=0");
        Assert.True(code == 0, error);
        string[] lines = output.Split('\n');
        Assert.Matches("^by 100 of 100 rows: 1\\.37 kpieces, 3\\.69 GFLOP, [0-9.]+ kB in, [0-9.]+ kB out\\.$", lines[0]);
        Assert.Matches($"^a worker of {Environment.ProcessorCount} processors with 1 pieces a second: .* core hours, [0-9.]+ in money; alone it works ", lines[1]);
        Assert.StartsWith("5 nodes with --claim: ", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("5 nodes with fixed shares: ", lines[3], StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_place.Run, "run.json")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3_601)]
    public async Task ATimeToMeasureInThatIsNoneIsRefused(double seconds)
    {
        string input = _place.WriteJsonLines("in.jsonl", Definitions.Take(2));
        BulkPlan plan = RunPlace.PlanOf(input) with { MeasureTime = TimeSpan.FromSeconds(seconds) };
        BulkException refused = await Assert.ThrowsAsync<BulkException>(() => BulkRun.PlanAsync(_place.Run, plan, WordNetMini.Model));
        Assert.StartsWith("Expected a time to measure the speed in, above 0 and at most 1 h; found ", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nodes=0", "Expected a whole number from 1 to 1,000,000 as 'nodes' of a simulation, found '0'.")]
    [InlineData("mtbf=0h", "Expected a time above 0 as 'mtbf' of a simulation, found '0h'.")]
    [InlineData("start=5", "Expected a time such as 30s, 5m, 2h or 7d as 'start' of a simulation, found '5'.")]
    [InlineData("stragglers=2", "Expected a number from 0 to 1 as 'stragglers' of a simulation, found '2'.")]
    [InlineData("speed=2", "Expected one of nodes, mtbf,")]
    [InlineData("nodes", "Expected name=value in a simulation, found 'nodes'.")]
    public async Task AFleetThatIsNoneIsRefused(string fleet, string problem)
    {
        (int code, _, string error) = await InvokeAsync("plan", _place.Run, "in.jsonl", "--simulate", fleet);
        Assert.Equal(2, code);
        Assert.StartsWith(problem, error, StringComparison.Ordinal);
    }

    private static void AssertNear(double expected, double found) => Assert.InRange(found / expected, 1 - Near, 1 + Near);

    private static async Task<(int Code, string Output, string Error)> InvokeAsync(params string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await BulkProgram.InvokeAsync(new ClassModelSource<WordNetMini>(), [.. words, "--model", WordNetMini.Folder], output, error, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}

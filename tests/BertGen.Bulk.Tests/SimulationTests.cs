using System.Globalization;
using BertGen.Bulk.Commands;

namespace BertGen.Bulk.Tests;

/// <summary>The simulator, beside what can be said with pen and paper.</summary>
public sealed class SimulationTests
{
    private static readonly BulkSimulation Steady = new()
    {
        Shards = 100,
        ShardTime = TimeSpan.FromMinutes(3),
        Nodes = 10,
        StartTime = TimeSpan.FromSeconds(20),
        Spread = 0,
        Stragglers = 0,
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WithoutFailuresARunTakesItsRoundsAndAStart(bool claim)
    {
        BulkSimulationResult result = (Steady with { Claim = claim }).Run();
        Assert.Equal(TimeSpan.FromMinutes(30), result.IdealTime);
        Assert.Equal(1820, result.WallTime.TotalSeconds, 3);
        Assert.Equal((0, TimeSpan.Zero), (result.Failures, result.LostTime));
    }

    [Fact]
    public void FailuresTakeWhatTheoryExpects()
    {
        // A shard of d seconds, failures at the rate r, and t seconds to be back: (exp(rd) - 1)(1/r + t) seconds on average.
        BulkSimulation run = Steady with { Shards = 20_000, Nodes = 1, MeanTimeBetweenFailures = TimeSpan.FromMinutes(10), StartTime = TimeSpan.Zero, Claim = false };
        double rate = 1 / 600.0, expected = (Math.Exp(rate * 180) - 1) * ((1 / rate) + run.RequeueTime.TotalSeconds) * run.Shards;
        BulkSimulationResult result = run.Run();
        Assert.InRange(result.WallTime.TotalSeconds / expected, 0.98, 1.02);
        Assert.InRange(result.Failures / ((Math.Exp(rate * 180) - 1) * run.Shards), 0.97, 1.03);
        Assert.Equal(result.WallTime.TotalSeconds, (run.Shards * 180.0) + result.LostTime.TotalSeconds + (result.Failures * 60.0), 1);
    }

    [Fact]
    public void TheSameSeedGivesTheSameAndAnotherOneAnother()
    {
        BulkSimulation run = Steady with { MeanTimeBetweenFailures = TimeSpan.FromMinutes(30), Spread = 0.1 };
        Assert.Equal(run.Run(), (run with { }).Run());
        Assert.NotEqual(run.Run(), (run with { Seed = 2 }).Run());
    }

    [Fact]
    public void ClaimsHelpWhereNodesDiffer()
    {
        BulkSimulation run = Steady with { Shards = 1_000, Spread = 0.1, Stragglers = 0.2 };
        TimeSpan claimed = run.Run().WallTime, shared = (run with { Claim = false }).Run().WallTime;
        Assert.InRange(shared / claimed, 1.5, 3.5);
    }

    [Fact]
    public void AShardIsWaitedForUntilItsLeaseIsOver()
    {
        // One node alone: what it loses it may take again when the lease is over, and not when it is back.
        BulkSimulation run = Steady with { Shards = 400, Nodes = 1, MeanTimeBetweenFailures = TimeSpan.FromMinutes(30), RequeueTime = TimeSpan.Zero, Lease = TimeSpan.FromHours(10) };
        BulkSimulationResult result = run.Run();
        Assert.True(result.Failures > 0);
        Assert.True(result.WallTime > (run with { Lease = TimeSpan.Zero }).Run().WallTime);
    }

    [Fact]
    public void TheTableOfTheDocumentationIsWhatTheSimulatorGives()
    {
        string[][] rows = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "docs", "scale.md"))
            .Where(line => line.StartsWith("| 1e", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))];
        Assert.Equal(5, rows.Length);
        Assert.All(rows, row =>
        {
            BulkSimulation run = SimulationText.Parse($"nodes={row[1]},mtbf={row[4]}") with { Shards = int.Parse(row[2], CultureInfo.InvariantCulture), ShardTime = SimulationText.Parse($"start={row[3]}").StartTime };
            BulkSimulationResult claimed = run.Run(), shared = (run with { Claim = false }).Run();
            string[] expected =
            [
                EstimateText.Time(claimed.IdealTime), EstimateText.Time(claimed.WallTime), EstimateText.Time(shared.WallTime),
                claimed.Failures.ToString("n0", CultureInfo.InvariantCulture), claimed.LostTime.TotalHours.ToString("n1", CultureInfo.InvariantCulture),
            ];
            Assert.Equal(string.Join(" | ", expected), string.Join(" | ", row[5..]));
        });
    }

    [Fact]
    public void ARunThatNeverEndsAndAFleetWithoutEndAreErrors()
    {
        BulkSimulation slow = new() { Shards = 10, ShardTime = TimeSpan.FromDays(100_000), Stragglers = 1, Slowdown = 1e6 };
        Assert.Contains("29,000 years", Assert.Throws<ArgumentOutOfRangeException>(() => slow.Run()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => (slow with { Nodes = 1_000_001 }).Run());
    }

    [Fact]
    public void AShardThatIsNeverDoneIsAnError()
    {
        ArgumentOutOfRangeException refused = Assert.Throws<ArgumentOutOfRangeException>(() => (Steady with { MeanTimeBetweenFailures = TimeSpan.FromSeconds(5) }).Run());
        Assert.Contains("it is never done; make shards smaller", refused.Message, StringComparison.Ordinal);
    }
}

using System.Globalization;

namespace BertGen.Bulk.Commands;

/// <summary>What a run is going to take, in words.</summary>
/// <param name="output">Gets them.</param>
internal sealed class EstimateText(TextWriter output)
{
    /// <summary>Tells an estimate.</summary>
    /// <param name="estimate">The estimate.</param>
    /// <param name="corePrice">What an hour of a processor costs; null where nobody says.</param>
    /// <param name="nodePrice">What an hour of a worker costs.</param>
    public void Write(BulkEstimate estimate, double? corePrice, double? nodePrice)
    {
        string flops = estimate.Flops is { } known ? $", {Scaled(known)}FLOP" : "";
        Line($"by {estimate.SampledRows:n0} of {estimate.Rows:n0} rows: {Scaled(estimate.Pieces)}pieces{flops}, {Scaled(estimate.InputBytes)}B in, {Scaled(estimate.OutputBytes)}B out.");
        string money = corePrice is null && nodePrice is null ? ""
            : string.Create(CultureInfo.InvariantCulture, $", {(estimate.CoreHours * (corePrice ?? 0)) + (estimate.CoreHours / estimate.Processors * (nodePrice ?? 0)):0.######} in money");
        Line($"a worker of {estimate.Processors} processors with {estimate.PiecesPerSecond:#,0.###} pieces a second: {estimate.CoreHours:0.####} core hours{money}; alone it works {Time(estimate.WorkerTime)}.");
    }

    /// <summary>Tells what a fleet would do with it.</summary>
    /// <param name="estimate">The estimate.</param>
    /// <param name="fleet">The fleet.</param>
    public void Simulate(BulkEstimate estimate, BulkSimulation fleet)
    {
        BulkSimulation run = fleet with { Shards = estimate.Shards, ShardTime = estimate.WorkerTime / estimate.Shards };
        foreach ((string name, bool claim) in (ReadOnlySpan<(string, bool)>)[("with --claim", true), ("with fixed shares", false)])
        {
            BulkSimulationResult result = Play(run with { Claim = claim });
            Line($"{fleet.Nodes:n0} nodes {name}: {Time(result.WallTime)}, {Time(result.IdealTime)} without failures and stragglers; {result.Failures:n0} failures, {result.LostTime.TotalHours:0.##} node hours lost.");
        }
    }

    private static BulkSimulationResult Play(BulkSimulation run)
    {
        try
        {
            return run.Run();
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new BulkException($"The run is planned; it cannot be simulated so: {e.Message}", e);
        }
    }

    private void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    /// <summary>A time in the unit that keeps the number short.</summary>
    public static string Time(TimeSpan time)
    {
        (double value, string unit) = time.TotalHours >= 1 ? (time.TotalHours, "h") : time.TotalMinutes >= 1 ? (time.TotalMinutes, "min") : (time.TotalSeconds, "s");
        return string.Create(CultureInfo.InvariantCulture, $"{value:0.0} {unit}");
    }

    private static string Scaled(double value)
    {
        string[] prefixes = ["", "k", "M", "G", "T", "P", "E", "Z"];
        int prefix = value < 1000 ? 0 : Math.Min(prefixes.Length - 1, (int)Math.Log(value, 1000));
        return string.Create(CultureInfo.InvariantCulture, $"{value / Math.Pow(1000, prefix):0.##} {prefixes[prefix]}");
    }
}

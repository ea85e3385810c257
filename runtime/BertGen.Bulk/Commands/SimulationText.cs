using System.Globalization;

namespace BertGen.Bulk.Commands;

/// <summary>A fleet as <c>--simulate</c> takes it: <c>nodes=500,mtbf=2h</c>.</summary>
internal static class SimulationText
{
    /// <summary>The names that a text may have, for messages and help.</summary>
    public const string Names = "nodes, mtbf, start, requeue, lease, spread, stragglers, slowdown, seed";

    private static readonly (char Unit, double Seconds)[] Units = [('s', 1), ('m', 60), ('h', 3600), ('d', 86400)];

    /// <summary>Reads a fleet; of the run it knows nothing yet.</summary>
    /// <exception cref="FormatException">A name is none, or a value does not fit its name.</exception>
    public static BulkSimulation Parse(string text)
    {
        var fleet = new BulkSimulation { Shards = 0, ShardTime = TimeSpan.FromSeconds(1) };
        foreach (string pair in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] parts = pair.Split('=', 2);
            fleet = parts.Length == 2 ? With(fleet, parts[0], parts[1]) : throw new FormatException($"Expected name=value in a simulation, found '{pair}'.");
        }

        return fleet;
    }

    private static BulkSimulation With(BulkSimulation fleet, string name, string value) => name switch
    {
        "nodes" => fleet with { Nodes = Count(name, value, 1, BulkSimulation.MostNodes) },
        "mtbf" => fleet with { MeanTimeBetweenFailures = Time(name, value) is var time && time > TimeSpan.Zero ? time : throw Wrong(name, "a time above 0", value) },
        "start" => fleet with { StartTime = Time(name, value) },
        "requeue" => fleet with { RequeueTime = Time(name, value) },
        "lease" => fleet with { Lease = Time(name, value) },
        "spread" => fleet with { Spread = Number(name, value, 0, 10) },
        "stragglers" => fleet with { Stragglers = Number(name, value, 0, 1) },
        "slowdown" => fleet with { Slowdown = Number(name, value, 1, 1e6) },
        "seed" => fleet with { Seed = Count(name, value, 0, int.MaxValue) },
        _ => throw new FormatException($"Expected one of {Names} in a simulation, found '{name}'."),
    };

    private static int Count(string name, string value, int least, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count >= least && count <= most
            ? count
            : throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least:n0} to {most:n0}"), value);

    private static double Number(string name, string value, double least, double most) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number >= least && number <= most
            ? number
            : throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"), value);

    private static TimeSpan Time(string name, string value)
    {
        (char _, double seconds) = Array.Find(Units, unit => value.EndsWith(unit.Unit));
        return seconds > 0 && double.TryParse(value.AsSpan(0, value.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number * seconds < TimeSpan.MaxValue.TotalSeconds
            ? TimeSpan.FromSeconds(number * seconds)
            : throw Wrong(name, "a time such as 30s, 5m, 2h or 7d", value);
    }

    private static FormatException Wrong(string name, string expected, string found) => new($"Expected {expected} as '{name}' of a simulation, found '{found}'.");
}

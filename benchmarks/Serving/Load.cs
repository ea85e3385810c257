namespace BertGen.Benchmarks.Serving;

/// <summary>What clients have measured, each with one request at a time.</summary>
/// <param name="Seconds">How long they asked.</param>
/// <param name="Pieces">Pieces of the texts that were answered.</param>
/// <param name="Latencies">Seconds of each request, rising.</param>
internal sealed record Load(double Seconds, long Pieces, double[] Latencies)
{
    public double RequestsPerSecond => Latencies.Length / Seconds;

    public double PiecesPerSecond => Pieces / Seconds;

    /// <summary>The seconds that a share of the requests took at most.</summary>
    public double Quantile(double share) => Latencies[Math.Min(Latencies.Length - 1, (int)(share * Latencies.Length))];

    /// <summary>Several, one after the other.</summary>
    public static Load Join(IReadOnlyCollection<Load> loads) =>
        new(loads.Sum(load => load.Seconds), loads.Sum(load => load.Pieces), [.. loads.SelectMany(load => load.Latencies).Order()]);
}

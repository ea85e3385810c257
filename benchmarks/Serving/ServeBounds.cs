namespace BertGen.Benchmarks.Serving;

/// <summary>What the server is held to, each as a ratio beside its target.</summary>
internal sealed class ServeBounds
{
    /// <summary>Clients at which throughput and the slowest requests are held.</summary>
    public const int ManyClients = 128;

    private const double LeastOfMemory = 0.9;
    private const double MostOverhead = 0.3e-3;

    /// <summary>Pieces a second over HTTP as shares of those in memory, of each round.</summary>
    public List<double> SharesOfMemory { get; } = [];

    /// <summary>The 99th percentile as a share of twice the time of a full batch, of each round: nothing waits for a batch to fill, so there is nothing to add to it.</summary>
    public List<double> SharesOfTwoBatches { get; } = [];

    /// <summary>Seconds that a request of a client alone takes longer than the same text in memory, in the median of each round.</summary>
    public List<double> Overheads { get; } = [];

    /// <summary>Prints what was measured; of the rounds the median.</summary>
    public void Write()
    {
        Console.WriteLine();
        Console.WriteLine("| bound | measured | target | |");
        Console.WriteLine("| --- | ---: | ---: | --- |");
        Row($"pieces/s at {ManyClients} clients, of those of `Embed` in memory", SharesOfMemory, LeastOfMemory, isFloor: true);
        Row($"p99 at {ManyClients} clients, of the time of two full batches", SharesOfTwoBatches, 1, isFloor: false);
        Row("at 1 client, time over `Embed` as a share of 0.3 ms", [.. Overheads.Select(seconds => seconds / MostOverhead)], 1, isFloor: false);
    }

    private static void Row(string name, List<double> rounds, double target, bool isFloor)
    {
        if (rounds.Count == 0)
        {
            return;
        }

        double median = Statistics.Median(rounds);
        bool holds = isFloor ? median >= target : median <= target;
        Console.WriteLine(FormattableString.Invariant($"| {name} | {median:f2} ({rounds.Min():f2} to {rounds.Max():f2}) | {(isFloor ? "≥" : "≤")} {target} | {(holds ? "holds" : "missed")} |"));
    }
}

using BertGen.Benchmarks.Floors;

namespace BertGen.Benchmarks.Peers;

/// <summary>
/// BertGen and its peers in one run: a turn each, again and again, with the floors of the machine measured between the turns. What
/// neighbours do to the machine they do to all, and the ratios stay.
/// </summary>
/// <param name="Seconds">Time for each contender on each workload, at least.</param>
/// <param name="FewestRounds">Turns of each, at least.</param>
internal sealed record PeerBenchmark(double Seconds, int FewestRounds)
{
    private const int MostRounds = 15;
    private const int MostRunsPerTurn = 300;

    /// <summary>A turn of a fast workload lasts so long: many runs, as a caller would make them.</summary>
    private const double SecondsPerTurn = 0.2;

    private const double SecondsOfSlowRun = 5;

    /// <summary>Threads of a peer that still wait for work in a loop have gone to sleep by then.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(25);

    public WorkloadResult Measure(Shape shape, int threads, Workload workload, IEnumerable<IContender> all)
    {
        IContender[] contenders = [.. all.Where(contender => contender.Takes(workload))];
        double[] estimates = [.. contenders.Select(contender => Estimate(contender, workload))];
        int[] runsPerTurn = [.. estimates.Select(seconds => Math.Clamp((int)(SecondsPerTurn / seconds), 1, MostRunsPerTurn))];
        int rounds = Math.Clamp((int)(Seconds / Math.Max(SecondsPerTurn, estimates.Max())), FewestRounds, MostRounds);

        List<double>[] times = [.. contenders.Select(_ => new List<double>())];
        var floors = new FloorSamples(threads);
        for (int round = 0; round < rounds; round++)
        {
            for (int turn = 0; turn < contenders.Length; turn++)
            {
                // Every round begins with another contender, so that none always follows the same one.
                int i = (turn + round) % contenders.Length;
                Thread.Sleep(Rest);
                floors.Take();
                times[i].AddRange(Turn(contenders[i], workload, runsPerTurn[i]));
            }
        }

        return new WorkloadResult(
            shape,
            threads,
            workload,
            floors.Peak,
            floors.Bandwidth,
            [.. contenders.Zip(times, (contender, seconds) => new Measurement(contender.Name, Statistics.Median(seconds), seconds.Count))]);
    }

    /// <summary>Warms up, and says how long a run takes. Only where it takes long is one run enough to have all memory at hand.</summary>
    private static double Estimate(IContender contender, Workload workload)
    {
        double first = contender.Run(workload, 1)[0];
        return first > SecondsOfSlowRun ? first : contender.Run(workload, 2)[1];
    }

    /// <summary>Some runs; where there are several, the first finds the caches as the others have left them, and does not count.</summary>
    private static IEnumerable<double> Turn(IContender contender, Workload workload, int runs) =>
        runs == 1 ? contender.Run(workload, 1) : contender.Run(workload, runs + 1).Skip(1);
}

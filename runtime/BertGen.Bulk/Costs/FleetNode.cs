namespace BertGen.Bulk.Costs;

/// <summary>A node of a simulated fleet, and when it is up.</summary>
/// <param name="simulation">The run.</param>
/// <param name="random">Says how fast it is, and when it fails.</param>
internal sealed class FleetNode(BulkSimulation simulation, Random random)
{
    // One that is expected to fail so often on one shard is taken for one that never gets it done.
    private const double MostExpectedTries = 1e6;

    private readonly double _shardSeconds = simulation.ShardTime.TotalSeconds
        * Math.Exp(simulation.Spread * Normal(random))
        * (random.NextDouble() < simulation.Stragglers ? simulation.Slowdown : 1);

    private double _failure;

    /// <summary>When it can begin with a shard, in seconds.</summary>
    public double Free { get; private set; }

    /// <summary>Failures so far.</summary>
    public int Failures { get; private set; }

    /// <summary>Seconds of work that were lost.</summary>
    public double Lost { get; private set; }

    /// <summary>Starts the process.</summary>
    /// <param name="now">When.</param>
    public void Start(double now)
    {
        if (simulation.MeanTimeBetweenFailures is { } mean && _shardSeconds / mean.TotalSeconds > Math.Log(MostExpectedTries))
        {
            throw new ArgumentOutOfRangeException(nameof(simulation), mean, $"A shard takes a node {_shardSeconds:f0} seconds, and it fails every {mean.TotalSeconds:f0}: it is never done; make shards smaller.");
        }

        // Failures have no memory: the time to the next one is the same at every moment.
        _failure = simulation.MeanTimeBetweenFailures is { } time ? now - (time.TotalSeconds * Math.Log(1 - random.NextDouble())) : double.PositiveInfinity;
        Free = now + simulation.StartTime.TotalSeconds;
        if (_failure < Free)
        {
            Restart(_failure);
        }
    }

    /// <summary>Works on a shard, or fails meanwhile.</summary>
    /// <param name="now">When it begins.</param>
    /// <returns>When the shard is done, or was lost.</returns>
    public (double Time, bool IsDone) Work(double now)
    {
        // A node that has waited for a shard may have failed since.
        while (_failure <= now)
        {
            Restart(_failure);
            now = Math.Max(now, Free);
        }

        if (now + _shardSeconds < _failure)
        {
            Free = now + _shardSeconds;
            return (Free, true);
        }

        double failure = _failure;
        Lost += failure - now;
        Restart(failure);
        return (failure, false);
    }

    private void Restart(double failure)
    {
        Failures++;
        Start(failure + simulation.RequeueTime.TotalSeconds);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

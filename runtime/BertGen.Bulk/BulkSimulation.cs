using BertGen.Bulk.Costs;

namespace BertGen.Bulk;

/// <summary>
/// Plays a run on a fleet of workers that fail, start late and differ in speed, with pseudo-random numbers: the same values give the same result. A worker is a node
/// with one process. Failures come independently of each other at a constant rate while a node is up; what a worker has of a shard when its node fails is lost; reading,
/// writing and the file system are as fast for many as for one.
/// </summary>
public sealed record BulkSimulation
{
    /// <summary>Nodes of the largest fleet that is played.</summary>
    internal const int MostNodes = 1_000_000;

    /// <summary>Shards of the run, of equal work.</summary>
    public required int Shards { get; init; }

    /// <summary>How long a node of the usual speed is at work on a shard.</summary>
    public required TimeSpan ShardTime { get; init; }

    /// <summary>Nodes.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>Mean time between two failures of a node; null for nodes that do not fail.</summary>
    public TimeSpan? MeanTimeBetweenFailures { get; init; }

    /// <summary>Time from the start of a process to its first text.</summary>
    public TimeSpan StartTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time from a failure until a process starts in the place of the one that is gone.</summary>
    public TimeSpan RequeueTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Time after which a shard is another's to take, with claims, when its worker is gone.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How far the speeds of nodes spread: the standard deviation of the logarithm.</summary>
    public double Spread { get; init; } = 0.05;

    /// <summary>The share of nodes, 0 to 1, that are stragglers.</summary>
    public double Stragglers { get; init; } = 0.01;

    /// <summary>How many times longer a straggler takes.</summary>
    public double Slowdown { get; init; } = 3;

    /// <summary>Where the pseudo-random numbers start.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Whether workers claim shards as they come; otherwise node i has every shard with the number i, i + nodes and so on.</summary>
    public bool Claim { get; init; } = true;

    /// <summary>Plays the run.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is below 0, or below 1 where there has to be one; there are more than a million nodes; or nodes are so slow, or fail so often, that the run never ends.</exception>
    public BulkSimulationResult Run()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Shards);
        ArgumentOutOfRangeException.ThrowIfLessThan(Nodes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Nodes, MostNodes);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ShardTime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(StartTime.Ticks, nameof(StartTime));
        ArgumentOutOfRangeException.ThrowIfNegative(RequeueTime.Ticks, nameof(RequeueTime));
        ArgumentOutOfRangeException.ThrowIfNegative(Lease.Ticks, nameof(Lease));
        ArgumentOutOfRangeException.ThrowIfNegative(Spread);
        ArgumentOutOfRangeException.ThrowIfLessThan(Slowdown, 1);
        if (Stragglers is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(Stragglers), Stragglers, "Expected a share from 0 to 1.");
        }

        return new Fleet(this).Run();
    }
}

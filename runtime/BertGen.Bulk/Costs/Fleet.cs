namespace BertGen.Bulk.Costs;

/// <summary>The nodes of a simulation, and which of them takes which shard when.</summary>
/// <param name="simulation">The run.</param>
internal sealed class Fleet(BulkSimulation simulation)
{
    private readonly FleetNode[] _nodes = Nodes(simulation);

    /// <summary>Plays the run.</summary>
    public BulkSimulationResult Run()
    {
        Array.ForEach(_nodes, node => node.Start(0));
        double end = simulation.Claim ? Claim() : _nodes.Select((node, i) => Share(node, i)).Max();
        return new BulkSimulationResult(
            Span(end),
            Span(((long)simulation.Shards + _nodes.Length - 1) / _nodes.Length * simulation.ShardTime.TotalSeconds),
            _nodes.Sum(node => node.Failures),
            Span(_nodes.Sum(node => node.Lost)));
    }

    private static TimeSpan Span(double seconds) => seconds < TimeSpan.MaxValue.TotalSeconds
        ? TimeSpan.FromSeconds(seconds)
        : throw new ArgumentOutOfRangeException(nameof(seconds), seconds, "Expected a run of less than 29,000 years, found one of more seconds");

    private static FleetNode[] Nodes(BulkSimulation simulation)
    {
        var random = new Random(simulation.Seed);
        return [.. Enumerable.Range(0, simulation.Nodes).Select(_ => new FleetNode(simulation, new Random(random.Next())))];
    }

    /// <summary>Every node does its own shards, one after the other.</summary>
    private double Share(FleetNode node, int index)
    {
        double end = 0;
        for (long shard = index; shard < simulation.Shards; shard += _nodes.Length)
        {
            bool isDone = false;
            while (!isDone)
            {
                (end, isDone) = node.Work(node.Free);
            }
        }

        return end;
    }

    /// <summary>The node that is free first takes a shard: a new one, or one that was lost and whose lease is over.</summary>
    private double Claim()
    {
        var free = new PriorityQueue<FleetNode, double>(_nodes.Select(node => (node, node.Free)));
        var lost = new PriorityQueue<double, double>();
        int fresh = simulation.Shards, open = simulation.Shards;
        double end = 0;
        while (open > 0)
        {
            FleetNode node = free.Dequeue();
            double now = node.Free;
            if (fresh == 0 || (lost.TryPeek(out double until, out _) && until <= now))
            {
                // What is not done is new or was lost: what becomes of a shard is known as soon as it is taken.
                now = Math.Max(now, lost.Dequeue());
            }
            else
            {
                fresh--;
            }

            (double time, bool isDone) = node.Work(now);
            if (isDone)
            {
                open--;
                end = Math.Max(end, time);
            }
            else
            {
                double again = time + simulation.Lease.TotalSeconds;
                lost.Enqueue(again, again);
            }

            free.Enqueue(node, node.Free);
        }

        return end;
    }
}

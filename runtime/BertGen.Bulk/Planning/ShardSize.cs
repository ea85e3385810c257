using BertGen.Bulk.Costs;
using BertGen.Bulk.Protocol;

namespace BertGen.Bulk.Planning;

/// <summary>How many rows a shard has: what the plan says, what the run has that was planned before, or what takes a worker the time of a shard.</summary>
/// <param name="plan">The plan.</param>
/// <param name="rows">Rows of the input.</param>
/// <param name="pinned">The run that was planned before.</param>
internal sealed class ShardSize(BulkPlan plan, long rows, RunFile? pinned)
{
    private readonly long? _known = plan.RowsPerShard ?? (plan.ShardCount is { } count ? Math.Max(1, (rows + count - 1) / count) : pinned?.RowsPerShard);

    /// <summary>Rows of the input.</summary>
    public long Rows => rows;

    /// <summary>Whether it is said without a measurement.</summary>
    public bool IsKnown => _known is not null;

    /// <summary>Rows of a shard.</summary>
    /// <param name="cost">What was measured; null where nothing was, or the input has no text.</param>
    public long Of(RunCost? cost) => _known
        ?? (cost is null ? Math.Max(1, rows) : RoundDown(Math.Max(1, (long)Math.Min(plan.ShardTime.TotalSeconds * cost.PiecesPerSecond * rows / cost.Pieces, long.MaxValue / 2))));

    /// <summary>The same with one digit that is not zero: nobody should think that it was measured exactly.</summary>
    private static long RoundDown(long rows)
    {
        long unit = 1;
        while (rows / unit >= 10)
        {
            unit *= 10;
        }

        return rows / unit * unit;
    }
}

using System.Diagnostics.Metrics;

namespace BertGen.Bulk.Working;

/// <summary>What workers of this process have done, for <see cref="Meter"/> listeners such as OpenTelemetry.</summary>
internal static class WorkMetrics
{
    private static readonly Meter Source = new(BulkRun.MeterName);

    /// <summary>Texts that were embedded.</summary>
    public static Counter<long> Texts { get; } = Source.CreateCounter<long>("bertgen.bulk.texts", "{text}", "Texts that were embedded.");

    /// <summary>Pieces that were computed.</summary>
    public static Counter<long> Pieces { get; } = Source.CreateCounter<long>("bertgen.bulk.pieces", "{piece}", "Pieces that were computed.");

    /// <summary>Rows that were skipped.</summary>
    public static Counter<long> Skipped { get; } = Source.CreateCounter<long>("bertgen.bulk.skipped", "{row}", "Rows that are malformed, or whose texts the model refused.");

    /// <summary>How long shards took.</summary>
    public static Histogram<double> ShardDuration { get; } = Source.CreateHistogram<double>("bertgen.bulk.shard.duration", "s", "How long a shard took.");
}

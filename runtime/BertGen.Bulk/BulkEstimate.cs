namespace BertGen.Bulk;

/// <summary>What a run is going to take, from a sample of its input and a measurement on this machine. Nothing of it is pinned.</summary>
public sealed record BulkEstimate
{
    /// <summary>Rows of the input.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows of the input that were looked at.</summary>
    public required int SampledRows { get; init; }

    /// <summary>Shards of the run.</summary>
    public required int Shards { get; init; }

    /// <summary>Pieces of all texts.</summary>
    public required long Pieces { get; init; }

    /// <summary>Floating point operations of these, by the compiled cost of the model; null where nobody knows, as of a generator.</summary>
    public required double? Flops { get; init; }

    /// <summary>Bytes of the input files.</summary>
    public required long InputBytes { get; init; }

    /// <summary>Bytes of the output of all shards.</summary>
    public required long OutputBytes { get; init; }

    /// <summary>Pieces that one worker embeds and writes in a second: as measured here, or as the plan says.</summary>
    public required double PiecesPerSecond { get; init; }

    /// <summary>Processors of that worker.</summary>
    public required int Processors { get; init; }

    /// <summary>How long one worker alone is at work, without its start.</summary>
    public TimeSpan WorkerTime => TimeSpan.FromSeconds(Math.Min(Pieces / PiecesPerSecond, TimeSpan.MaxValue.TotalSeconds / 2));

    /// <summary>Hours of one processor.</summary>
    public double CoreHours => Pieces / PiecesPerSecond / 3600 * Processors;
}

namespace BertGen.Bulk;

/// <summary>How far a run is verified.</summary>
public sealed record VerifyOptions
{
    /// <summary>The share of the rows, 0 to 1, whose texts are embedded once more to compare the bits; above 0 a model is needed.</summary>
    public double Recompute { get; init; }

    /// <summary>The shards that are looked at.</summary>
    public ShardShare Share { get; init; } = ShardShare.All;
}

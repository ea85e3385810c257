namespace BertGen.Bulk;

/// <summary>What a worker does.</summary>
public sealed record WorkOptions
{
    /// <summary>The shards that it takes.</summary>
    public ShardShare Share { get; init; } = ShardShare.All;

    /// <summary>Told of rows that are skipped, and of shards that have to be done again.</summary>
    public Action<string>? Note { get; init; }

    /// <summary>Told of the progress, every minute and at the end.</summary>
    public Action<BulkProgress>? Progress { get; init; }
}

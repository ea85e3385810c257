namespace BertGen.Bulk;

/// <summary>What a worker does.</summary>
public sealed record WorkOptions
{
    /// <summary>The shards that it takes.</summary>
    public ShardShare Share { get; init; } = ShardShare.All;

    /// <summary>
    /// Whether the worker takes the shards of its share as they come, beside others that do so too: by <see cref="Claims"/>, or else by files in the folder of
    /// the run. For fleets of uneven or short-lived machines.
    /// </summary>
    public bool Claim { get; init; }

    /// <summary>What keeps workers apart; null for files in the folder of the run.</summary>
    public IShardClaims? Claims { get; init; }

    /// <summary>How long a file must not have been touched before another worker takes its shard over.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Told of rows that are skipped, and of shards that have to be done again.</summary>
    public Action<string>? Note { get; init; }

    /// <summary>Told of the progress, every minute and at the end.</summary>
    public Action<BulkProgress>? Progress { get; init; }
}

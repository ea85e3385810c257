namespace BertGen.Bulk;

/// <summary>What a run embeds, and how it is cut. What is left out is chosen when the run is planned, and pinned by it.</summary>
public sealed record BulkPlan
{
    /// <summary>The input files, in the order of their rows.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>How the texts lie in them; null for what the ends of their names say.</summary>
    public InputFormat? InputFormat { get; init; }

    /// <summary>The column with the texts, in formats with columns.</summary>
    public string TextColumn { get; init; } = "text";

    /// <summary>The columns that are carried to the output.</summary>
    public IReadOnlyList<BulkColumn> Columns { get; init; } = [];

    /// <summary>What stands between the values of a record of CSV; null for a tab where names end with <c>.tsv</c>, else a comma.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Whether rows that are malformed, or whose text the model refuses, are skipped and counted; otherwise the first one ends the work.</summary>
    public bool SkipMalformed { get; init; }

    /// <summary>How vectors are written.</summary>
    public OutputFormat OutputFormat { get; init; } = OutputFormat.NumPy;

    /// <summary>What the components of written vectors are.</summary>
    public VectorType VectorType { get; init; }

    /// <summary>Rows of a shard; null for as many as <see cref="ShardCount"/> or <see cref="ShardTime"/> say.</summary>
    public long? RowsPerShard { get; init; }

    /// <summary>The number of shards; null for as many as <see cref="ShardTime"/> makes.</summary>
    public int? ShardCount { get; init; }

    /// <summary>How long a worker should need for a shard.</summary>
    public TimeSpan ShardTime { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Pieces that a worker computes in a second; null for what is measured here, on a sample of the texts.</summary>
    public double? PiecesPerSecond { get; init; }

    /// <summary>
    /// How long that is measured, about, from three seconds on and at most an hour, after some seconds in which the code gets warm. A machine whose speed changes, as one that others share, is known better after longer.
    /// </summary>
    public TimeSpan MeasureTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Told what the run is going to take, before it is pinned. To find out takes some seconds.</summary>
    public Action<BulkEstimate>? Estimate { get; init; }

    /// <summary>What a worker has to know to load the model, such as its name: the run pins it.</summary>
    public IReadOnlyDictionary<string, string> Worker { get; init; } = new Dictionary<string, string>();
}

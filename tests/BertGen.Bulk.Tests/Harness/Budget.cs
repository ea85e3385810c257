namespace BertGen.Bulk.Tests.Harness;

/// <summary>How much is embedded and how many workers are killed: little by default, a million texts and 200 workers with <c>BERTGEN_BULK=full</c>.</summary>
internal static class Budget
{
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("BERTGEN_BULK") == "full";

    /// <summary>Where the pseudo-random moments start.</summary>
    public static int Seed { get; } = 20_261;

    /// <summary>Texts of the run that is disturbed.</summary>
    public static int Texts { get; } = IsFull ? 1_000_000 : 3_000;

    /// <summary>Rows of its shards.</summary>
    public static int RowsPerShard { get; } = IsFull ? 5_000 : 300;

    /// <summary>Workers at the same time.</summary>
    public static int Workers { get; } = IsFull ? 8 : 2;

    /// <summary>Workers that are killed.</summary>
    public static int Kills { get; } = IsFull ? 200 : 4;

    /// <summary>Longest time from the start of a worker until it is killed.</summary>
    public static TimeSpan LongestLife { get; } = TimeSpan.FromSeconds(IsFull ? 60 : 2);
}

using System.Globalization;

namespace BertGen.Bulk.Tests.Harness;

/// <summary>
/// How much is embedded and how many workers are killed: little by default, of the trained model; 200 workers, and a million texts of a tiny model with <c>BERTGEN_BULK=full</c> or as
/// many as it says with a number.
/// </summary>
internal static class Budget
{
    private const int FullTexts = 1_000_000, FullShards = 200;

    // Of processor time: a start, and some of the 200 shards of a million texts.
    private const double FullLife = 3, StartLife = 2;

    private static readonly int? Asked = Environment.GetEnvironmentVariable("BERTGEN_BULK") switch
    {
        null or "" => null,
        "full" => FullTexts,
        string count => int.Parse(count, NumberStyles.None, CultureInfo.InvariantCulture),
    };

    /// <summary>Where the pseudo-random moments start.</summary>
    public static int Seed { get; } = 20_261;

    /// <summary>The model of the run that is disturbed: in the large one nearly all of the time is that of the protocol, and not of the arithmetic.</summary>
    public static WorkerModel Model { get; } = Asked is null ? WorkerModel.WordNetMini : WorkerModel.Tiny;

    /// <summary>Texts of the run that is disturbed.</summary>
    public static int Texts { get; } = Asked ?? 3_000;

    /// <summary>Rows of its shards.</summary>
    public static int RowsPerShard { get; } = Asked is { } texts ? Math.Max(1, texts / FullShards) : 300;

    /// <summary>Workers at the same time.</summary>
    public static int Workers { get; } = Asked is null ? 2 : 8;

    /// <summary>Workers that are killed.</summary>
    public static int Kills { get; } = Asked is null ? 4 : 200;

    /// <summary>Longest time that processors work for a worker until it is killed: enough for a start and some shards.</summary>
    public static TimeSpan LongestLife { get; } = TimeSpan.FromSeconds(Asked is { } texts ? StartLife + ((FullLife - StartLife) * texts / FullTexts) : StartLife);
}

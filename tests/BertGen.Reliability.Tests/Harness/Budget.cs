namespace BertGen.Reliability.Tests.Harness;

/// <summary>How many processes a run kills: a few by default, 102 with <c>BERTGEN_FUZZ=full</c>.</summary>
internal static class Budget
{
    /// <summary>Where the pseudo-random moments start; <c>BERTGEN_FUZZ_SEED</c> sets another.</summary>
    public static int Seed { get; } = int.TryParse(Environment.GetEnvironmentVariable("BERTGEN_FUZZ_SEED"), out int seed) ? seed : 20_261;

    /// <summary>Kills of each of the three kinds of work.</summary>
    public static int KillsPerWork { get; } = Environment.GetEnvironmentVariable("BERTGEN_FUZZ") == "full" ? 34 : 4;
}

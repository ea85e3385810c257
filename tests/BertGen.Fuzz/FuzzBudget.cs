namespace BertGen.Fuzz;

/// <summary>
/// How many inputs a run may try: some seconds of them by default, more than 100,000 with <c>BERTGEN_FUZZ=full</c>, or as many for each reader
/// as the variable says.
/// </summary>
internal static class FuzzBudget
{
    /// <summary>Where the pseudo-random inputs start; <c>BERTGEN_FUZZ_SEED</c> sets another.</summary>
    public static int Seed { get; } = int.TryParse(Environment.GetEnvironmentVariable("BERTGEN_FUZZ_SEED"), out int seed) ? seed : 20_251;

    /// <summary>Inputs for one reader.</summary>
    public static int InputsPerReader { get; } = Environment.GetEnvironmentVariable("BERTGEN_FUZZ") switch
    {
        "full" => 10_000,
        { } text when int.TryParse(text, out int count) && count > 0 => count,
        _ => 200,
    };
}

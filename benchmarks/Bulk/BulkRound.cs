namespace BertGen.Benchmarks.Bulk;

/// <summary>One measurement of a run, and of what stands beside it.</summary>
/// <param name="Memory">Pieces a second of the same texts in memory, just before and after.</param>
/// <param name="Run">Pieces a second of the run.</param>
/// <param name="Planned">Pieces a second as its plan has said.</param>
/// <param name="Texts">Texts a second of the run.</param>
/// <param name="Bytes">Peak of memory of a process.</param>
internal sealed record BulkRound(double Memory, double Run, double Planned, double Texts, double Bytes)
{
    /// <summary>A row of the table: medians over all rounds, of the quotients too.</summary>
    public static string Row(string model, int texts, int workers, IReadOnlyCollection<BulkRound> rounds)
    {
        return FormattableString.Invariant(
            $"| {model} | {texts} | {workers} | {Of(round => round.Memory):f0} | {Of(round => round.Run):f0} | {Of(round => round.Run / round.Memory):f3} | {Of(round => round.Planned):f0} | {Of(round => round.Planned / round.Run):f3} | {Of(round => round.Texts):f0} | {rounds.Max(round => round.Bytes) / 1e6:f0} |");

        double Of(Func<BulkRound, double> value) => Statistics.Median(rounds.Select(value));
    }
}

namespace BertGen.Benchmarks.Bulk;

/// <summary>One measurement of a run, and of what stands beside it.</summary>
/// <param name="Memory">Pieces a second of the same texts in memory, just before and after.</param>
/// <param name="Work">Pieces a second of the run, as its workers count their time.</param>
/// <param name="EndToEnd">Pieces a second from the start of the first process to the end of the last.</param>
/// <param name="Planned">Pieces a second as its plan has said.</param>
/// <param name="Texts">Texts a second of the run, from start to end.</param>
/// <param name="Bytes">Peak of memory of a process.</param>
internal sealed record BulkRound(double Memory, double Work, double EndToEnd, double Planned, double Texts, double Bytes)
{
    /// <summary>Pieces of the same texts in memory a second of a processor.</summary>
    public double MemoryOfProcessor { get; init; }

    /// <summary>Pieces of the run a second of a processor, with all that its processes did: what others do on the machine takes nothing from it but room in caches.</summary>
    public double WorkOfProcessor { get; init; }

    /// <summary>Pieces of the same texts in memory a second, of as many processes at the same time as there are workers.</summary>
    public double Shares { get; init; }

    /// <summary>Pieces a second as a plan just after the run says.</summary>
    public double PlannedAfter { get; init; }

    /// <summary>Seconds in which a worker compiled code.</summary>
    public double Compilation { get; init; }

    /// <summary>What stands over the rows.</summary>
    public static string Head { get; } =
        "| model | texts | processes | in memory, pieces/s | work, pieces/s | with start, pieces/s | work / memory | with start / memory | the same by time of processors | with start / as many processes in memory | planned / work | mean of the plans before and after / work | texts/s | compilation, s | working set, MB |\n"
        + "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |";

    /// <summary>A row of the table: medians over all rounds, of the quotients too.</summary>
    public static string Row(string model, int texts, int workers, IReadOnlyCollection<BulkRound> rounds)
    {
        return FormattableString.Invariant(
            $"| {model} | {texts} | {workers} | {Of(round => round.Memory):f0} | {Of(round => round.Work):f0} | {Of(round => round.EndToEnd):f0} | {Of(round => round.Work / round.Memory):f3} | {Of(round => round.EndToEnd / round.Memory):f3} | {Of(round => round.WorkOfProcessor / round.MemoryOfProcessor):f3} | {Of(round => round.EndToEnd / round.Shares):f3} | {Of(round => round.Planned / round.Work):f3} | {Of(round => (round.Planned + round.PlannedAfter) / 2 / round.Work):f3} | {Of(round => round.Texts):f0} | {Of(round => round.Compilation):f2} | {rounds.Max(round => round.Bytes) / 1e6:f0} |");

        double Of(Func<BulkRound, double> value) => Statistics.Median(rounds.Select(value));
    }
}

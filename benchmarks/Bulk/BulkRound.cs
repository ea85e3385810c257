namespace BertGen.Benchmarks.Bulk;

/// <summary>
/// One measurement of a run, and of what took turns with it. Of several processes, each counts with its pieces by its own time: which of them ends first, as their
/// processors happen to be, makes no difference.
/// </summary>
/// <param name="Seconds">From the start of the first process to the end of the last.</param>
/// <param name="Start">Seconds until the last process had loaded its model.</param>
/// <param name="Memory">Pieces a second of the same texts in memory, in as many processes.</param>
/// <param name="EndToEnd">Pieces a second of the run, from the start of a process to its end.</param>
/// <param name="Work">Pieces a second of the run from when a process has loaded its model, as plans tell it.</param>
/// <param name="Planned">Pieces a second as the plans have said: the mean of them.</param>
/// <param name="Bytes">Peak of memory of a worker.</param>
internal sealed record BulkRound(double Seconds, double Start, double Memory, double EndToEnd, double Work, double Planned, double Bytes)
{
    /// <summary>What stands over the rows.</summary>
    public static string Head { get; } =
        "| model | texts | processes | run, s | model loaded after, s | in memory, pieces/s | with start, pieces/s | with start / memory | work / memory | planned / work | working set, MB |\n"
        + "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |";

    /// <summary>A row of the table: medians over all rounds, of the quotients too.</summary>
    public static string Row(string model, int texts, int workers, IReadOnlyCollection<BulkRound> rounds)
    {
        return FormattableString.Invariant(
            $"| {model} | {texts} | {workers} | {Of(round => round.Seconds):f1} | {Of(round => round.Start):f2} | {Of(round => round.Memory):f0} | {Of(round => round.EndToEnd):f0} | {Of(round => round.EndToEnd / round.Memory):f3} | {Of(round => round.Work / round.Memory):f3} | {Of(round => round.Planned / round.Work):f3} | {rounds.Max(round => round.Bytes) / 1e6:f0} |");

        double Of(Func<BulkRound, double> value) => Statistics.Median(rounds.Select(value));
    }
}

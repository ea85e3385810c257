using System.Diagnostics;
using Spectre.Console;

namespace ReverseDictionary;

/// <summary>Shows how far the embedding is, in pieces: a bar for a person, now and then a line for a log.</summary>
internal static class EmbeddingProgress
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    /// <param name="terminal">Progress goes to its error stream.</param>
    /// <param name="total">All pieces.</param>
    /// <param name="work">The work; it tells how many pieces each step of it was.</param>
    public static void Run(Terminal terminal, long total, Action<Action<long>> work)
    {
        if (terminal.ErrorIsTerminal)
        {
            ShowBar(terminal.Error, total, work);
        }
        else
        {
            WriteLines(terminal, total, work);
        }
    }

    private static void ShowBar(TextWriter error, long total, Action<Action<long>> work)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new PiecesPerSecondColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask("embedding definitions", maxValue: total);
                work(pieces => task.Increment(pieces));
            });
    }

    private static void WriteLines(Terminal terminal, long total, Action<Action<long>> work)
    {
        var watch = Stopwatch.StartNew();
        TimeSpan next = BetweenLines;
        long done = 0;
        terminal.Note($"embedding definitions: {total:N0} pieces.");
        work(pieces =>
        {
            done += pieces;
            if (watch.Elapsed >= next)
            {
                double perSecond = done / watch.Elapsed.TotalSeconds;
                terminal.Note($"{done:N0} of {total:N0} pieces, {perSecond:N0} pieces/s, {(total - done) / perSecond:N0} s left.");
                next = watch.Elapsed + BetweenLines;
            }
        });
        terminal.Note($"{total:N0} pieces in {watch.Elapsed.TotalSeconds:N1} s.");
    }
}

using BertGen.Hub;
using Spectre.Console;

namespace BertGen.Tool;

/// <summary>Shows how far a download is: bars for a person, now and then a line for a log. That it waits for another process is told in any case.</summary>
internal static class FetchProgress
{
    /// <param name="terminal">Progress goes to its error stream.</param>
    /// <param name="work">The download; it tells how far it is.</param>
    public static Task<T> RunAsync<T>(Terminal terminal, Func<IProgress<DownloadProgress>, Task<T>> work) =>
        !terminal.ShowProgress ? work(new WaitNotes(terminal))
        : terminal.ErrorIsTerminal ? ShowBarsAsync(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Error) }), work)
        : work(new ProgressLines(terminal));

    public static Task<T> ShowBarsAsync<T>(IAnsiConsole console, Func<IProgress<DownloadProgress>, Task<T>> work) =>
        console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(context => work(new ProgressBars(context)));
}

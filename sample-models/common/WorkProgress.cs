using System.Diagnostics;
using Spectre.Console;

namespace TrainingSamples;

/// <summary>Shows how far long work is: a bar for a person, now and then a line for a log.</summary>
internal static class WorkProgress
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(15);

    /// <param name="title">What is done.</param>
    /// <param name="unit">What is counted, such as a step.</param>
    /// <param name="from">How many were done before.</param>
    /// <param name="to">All of them.</param>
    /// <param name="work">The work; it tells from time to time how many are done, and how it goes.</param>
    public static void Run(string title, string unit, long from, long to, Action<Action<long, string>> work)
    {
        if (Console.IsErrorRedirected)
        {
            WriteLines(title, unit, to, work);
        }
        else
        {
            ShowBar(title, from, to, work);
        }
    }

    private static void ShowBar(string title, long from, long to, Action<Action<long, string>> work)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(title), maxValue: to);
                task.Value = from;
                work((step, status) =>
                {
                    task.Value = step;
                    task.Description = Markup.Escape($"{title}: {status}");
                });
            });
    }

    private static void WriteLines(string title, string unit, long to, Action<Action<long, string>> work)
    {
        var watch = Stopwatch.StartNew();
        TimeSpan next = BetweenLines;
        work((step, status) =>
        {
            if (watch.Elapsed >= next || step == to)
            {
                Console.Error.WriteLine($"{title}: {unit} {step:N0} of {to:N0}, {status}, {watch.Elapsed.TotalSeconds:N0} s.");
                next = watch.Elapsed + BetweenLines;
            }
        });
    }
}

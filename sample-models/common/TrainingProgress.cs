using System.Diagnostics;
using Spectre.Console;

namespace TrainingSamples;

/// <summary>Shows how far a training is: a bar for a person, now and then a line for a log.</summary>
internal static class TrainingProgress
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(15);

    /// <param name="title">What is trained.</param>
    /// <param name="from">Steps that were made before.</param>
    /// <param name="to">All steps.</param>
    /// <param name="work">The work; it tells after each step how many there are, and how it goes.</param>
    public static void Run(string title, long from, long to, Action<Action<long, string>> work)
    {
        if (Console.IsErrorRedirected)
        {
            WriteLines(title, to, work);
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

    private static void WriteLines(string title, long to, Action<Action<long, string>> work)
    {
        var watch = Stopwatch.StartNew();
        TimeSpan next = BetweenLines;
        work((step, status) =>
        {
            if (watch.Elapsed >= next || step == to)
            {
                Console.Error.WriteLine($"{title}: step {step:N0} of {to:N0}, {status}, {watch.Elapsed.TotalSeconds:N0} s.");
                next = watch.Elapsed + BetweenLines;
            }
        });
    }
}

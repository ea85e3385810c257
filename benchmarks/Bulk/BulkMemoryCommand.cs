using System.CommandLine;
using System.Diagnostics;

namespace BertGen.Benchmarks.Bulk;

/// <summary>The command <c>bulk-memory</c>: the peak of memory of every step of a run, each in a process of its own, over inputs of several lengths.</summary>
internal static class BulkMemoryCommand
{
    private const int WordsOfText = 2;

    public static Command Create()
    {
        var counts = new Option<long[]>("--texts") { Description = "Numbers of texts, all of them short.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [10_000, 100_000] };
        var rows = new Option<int>("--rows") { Description = "Rows of a shard.", DefaultValueFactory = _ => 100_000 };
        var command = new Command("bulk-memory", "The peak of memory of every step of a run, by the length of its input.") { counts, rows };
        command.SetAction(arguments =>
        {
            ToolSettings.ForChildren();
            Console.WriteLine("| texts | input, MB | plan, MB | work, MB | verify, MB | merge, MB | work, texts/s |");
            Console.WriteLine("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
            foreach (long count in arguments.GetRequiredValue(counts))
            {
                Measure(count, arguments.GetRequiredValue(rows));
            }
        });
        return command;
    }

    private static void Measure(long count, int rows)
    {
        string folder = Directory.CreateTempSubdirectory("bertgen-memory-").FullName;
        try
        {
            string input = Path.Combine(folder, "in.txt"), run = Path.Combine(folder, "run");
            File.WriteAllLines(input, ShortTexts(count));
            double plan = Step("plan", run, input, "--rows", FormattableString.Invariant($"{rows}"), "--model", BulkTiny.Folder);
            long start = Stopwatch.GetTimestamp();
            double work = Step("work", run, "--model", BulkTiny.Folder), rate = count / Stopwatch.GetElapsedTime(start).TotalSeconds;
            double verify = Step("verify", run, "--recompute", "0.001", "--model", BulkTiny.Folder);
            double merge = Step("merge", run, Path.Combine(folder, "all.npy"));
            Console.WriteLine(FormattableString.Invariant(
                $"| {count} | {new FileInfo(input).Length / 1e6:f1} | {plan:f0} | {work:f0} | {verify:f0} | {merge:f0} | {rate:f0} |"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Does a step.</summary>
    /// <returns>Its peak of memory in MB.</returns>
    private static double Step(params string[] words) => ChildProcess.Run(BulkStepCommand.Words(words))[0] / 1e6;

    /// <summary>The first words of each definition, again and again.</summary>
    private static IEnumerable<string> ShortTexts(long count)
    {
        string[] heads = [.. Definitions.Read().Select(text => string.Join(' ', text.Split(' ').Take(WordsOfText)))];
        for (long i = 0; i < count; i++)
        {
            yield return heads[i % heads.Length];
        }
    }
}

using System.CommandLine;
using System.Diagnostics;
using BertGen.Bulk;

namespace BertGen.Benchmarks.Bulk;

/// <summary>
/// The command <c>bulk</c>: a run of files in one process and in several, which share the processors, in turns with one call of all of its texts in memory; beside what its plan has said
/// just before, and the memory that it takes.
/// </summary>
internal static class BulkCommand
{
    // Enough that no process has to wait long for the last shard of another.
    private const int ShardsOfProcess = 10;

    private const int MostRowsOfShard = 50_000;

    public static Command Create()
    {
        var counts = new Option<int[]>("--texts") { Description = "Numbers of texts, the definitions again and again.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [10_000] };
        var processes = new Option<int[]>("--processes") { Description = "Numbers of processes, which share the processors.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1] };
        var rounds = new Option<int>("--rounds") { Description = "Rounds of one measurement of each; the table has their medians.", DefaultValueFactory = _ => 3 };
        var measure = new Option<double>("--measure-seconds") { Description = "How long a plan measures the speed.", DefaultValueFactory = _ => 15 };
        Option<string> model = BulkModels.CreateOption();
        var output = new Option<OutputFormat>("--output") { Description = "How vectors are written.", DefaultValueFactory = _ => OutputFormat.NumPy };
        var command = new Command("bulk", "Pieces a second of a run over lines of text, beside the same texts in memory and what its plan has said.") { counts, processes, rounds, measure, model, output };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            ToolSettings.ForChildren();
            string name = arguments.GetRequiredValue(model);
            ISentenceEmbedder embedder = BulkModels.Load(name);
            Console.WriteLine(BulkRound.Head);
            foreach (int count in arguments.GetRequiredValue(counts))
            {
                using var place = new BulkPlace(count);
                int[] workers = arguments.GetRequiredValue(processes);
                var found = workers.ToDictionary(one => one, _ => new List<BulkRound>());
                var memory = new MemorySpeed(embedder, place.Texts);
                (double Speed, double OfProcessor) before = memory.MeasureAll();
                for (int round = 0; round < arguments.GetRequiredValue(rounds); round++)
                {
                    foreach (int one in workers)
                    {
                        // What is compared stands side by side: a machine that does other things does not do them always.
                        BulkRound measured = await RunAsync(place, embedder, name, count, one, arguments.GetRequiredValue(output), TimeSpan.FromSeconds(arguments.GetRequiredValue(measure)), cancellationToken);
                        double? shares = one == 1 ? null : await MeasureSharesAsync(place, name, one);
                        (double Speed, double OfProcessor) after = memory.MeasureAll();
                        double speed = (before.Speed + after.Speed) / 2;
                        found[one].Add(measured with { Memory = speed, MemoryOfProcessor = (before.OfProcessor + after.OfProcessor) / 2, Shares = shares ?? speed });
                        before = after;
                        await Console.Error.WriteLineAsync(BulkRound.Row(name, count, one, found[one][^1..]));
                    }
                }

                foreach (int one in workers)
                {
                    Console.WriteLine(BulkRound.Row(name, count, one, found[one]));
                }
            }
        });
        return command;
    }

    private static async Task<BulkRound> RunAsync(BulkPlace place, ISentenceEmbedder embedder, string name, int count, int workers, OutputFormat output, TimeSpan measureTime, CancellationToken cancellationToken)
    {
        var model = BulkModel.Of(embedder);
        long rows = Math.Clamp(count / (ShardsOfProcess * workers), 1, MostRowsOfShard);
        (BulkRun run, BulkEstimate estimate) = await place.PlanAsync(model, rows, output, measureTime, cancellationToken);
        string[] words = BulkWorkerCommand.Words(run.Folder, name);
        long start = Stopwatch.GetTimestamp();

        // The time of the work is that of the one that works longest.
        double[][] answers = await OnSharesAsync(workers, _ => words);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds, pieces = answers.Sum(answer => answer[0]);
        (_, BulkEstimate after) = await place.PlanAsync(model, rows, output, measureTime, cancellationToken, "after");
        return new BulkRound(0, pieces / answers.Max(answer => answer[1]), pieces / seconds, estimate.PiecesPerSecond, count / seconds, answers.Max(answer => answer[2]))
        {
            WorkOfProcessor = pieces / answers.Sum(answer => answer[3]),
            PlannedAfter = after.PiecesPerSecond,
            Compilation = answers.Average(answer => answer[4]),
        };
    }

    /// <summary>Pieces a second of several processes that embed the texts in memory, each a share of them on its share of the processors.</summary>
    private static async Task<double> MeasureSharesAsync(BulkPlace place, string name, int processes)
    {
        double[][] answers = await OnSharesAsync(processes, i => BulkShareCommand.Words(place.Input, i, processes, name));
        return answers.Sum(answer => answer[0]) / answers.Max(answer => answer[1]);
    }

    /// <summary>Runs processes at once, each on its share of the processors.</summary>
    private static Task<double[][]> OnSharesAsync(int processes, Func<int, string[]> words) =>
        Task.WhenAll(Enumerable.Range(0, processes).Select(i => Task.Run(() => ChildProcess.RunOnShare(i, processes, words(i)))));
}

using System.CommandLine;
using BertGen.Bulk;

namespace BertGen.Benchmarks.Bulk;

/// <summary>
/// The command <c>bulk</c>: a run of files from end to end, in one process and in several, in turns with the same texts in memory; beside what its plan has said
/// just before, and the memory that it takes.
/// </summary>
internal static class BulkCommand
{
    private static readonly TimeSpan MemoryTime = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var counts = new Option<int[]>("--texts") { Description = "Numbers of texts, the definitions again and again.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [10_000] };
        var processes = new Option<int[]>("--processes") { Description = "Numbers of processes, which share the processors.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1] };
        var rounds = new Option<int>("--rounds") { Description = "Rounds of one measurement of each; the table has their medians.", DefaultValueFactory = _ => 3 };
        Option<string> model = BulkModels.CreateOption();
        var output = new Option<OutputFormat>("--output") { Description = "How vectors are written.", DefaultValueFactory = _ => OutputFormat.NumPy };
        var command = new Command("bulk", "Pieces a second of a run over lines of text, beside the same texts in memory and what its plan has said.") { counts, processes, rounds, model, output };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            string name = arguments.GetRequiredValue(model);
            ISentenceEmbedder embedder = BulkModels.Load(name);
            Console.WriteLine("| model | texts | processes | in memory, pieces/s | run, pieces/s | run / memory | planned, pieces/s | planned / run | texts/s | working set, MB |");
            Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
            foreach (int count in arguments.GetRequiredValue(counts))
            {
                using var place = new BulkPlace(count);
                int[] workers = arguments.GetRequiredValue(processes);
                var found = workers.ToDictionary(one => one, _ => new List<BulkRound>());
                var memory = new MemorySpeed(embedder, place.Definitions.AsSpan(0, Math.Min(count, place.Definitions.Length)).ToArray());
                for (int round = 0; round < arguments.GetRequiredValue(rounds); round++)
                {
                    foreach (int one in workers)
                    {
                        // What is compared stands side by side: a machine that does other things does not do them always.
                        double before = memory.Measure(MemoryTime);
                        BulkRound measured = await RunAsync(place, embedder, name, count, one, arguments.GetRequiredValue(output), cancellationToken);
                        found[one].Add(measured with { Memory = (before + memory.Measure(MemoryTime)) / 2 });
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

    private static async Task<BulkRound> RunAsync(BulkPlace place, ISentenceEmbedder embedder, string name, int count, int workers, OutputFormat output, CancellationToken cancellationToken)
    {
        (BulkRun run, BulkEstimate estimate) = await place.PlanAsync(BulkModel.Of(embedder), Math.Max(count / (4 * workers), Math.Min(50_000, (count / workers) + 1)), output, cancellationToken);
        (double rate, double bytes) = workers == 1
            ? await AloneAsync(run, embedder, cancellationToken)
            : await TogetherAsync(BulkWorkerCommand.Words(run.Folder, name), workers);
        return new BulkRound(0, rate, estimate.PiecesPerSecond, rate * run.RowCount / run.Status().Pieces, bytes);
    }

    private static async Task<(double Rate, double Bytes)> AloneAsync(BulkRun run, ISentenceEmbedder model, CancellationToken cancellationToken)
    {
        BulkProgress done = await run.WorkAsync(BulkModel.Of(model), cancellationToken: cancellationToken);
        return (done.PiecesPerSecond, ProcessMemory.Peak);
    }

    /// <summary>Several processes, each with its share of the processors. The time is that of the one that works longest.</summary>
    private static async Task<(double Rate, double Bytes)> TogetherAsync(string[] words, int workers)
    {
        Environment.SetEnvironmentVariable("DOTNET_PROCESSOR_COUNT", FormattableString.Invariant($"{Math.Max(1, Environment.ProcessorCount / workers)}"));
        try
        {
            double[][] answers = await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(() => ChildProcess.Run(words))));
            return (answers.Sum(answer => answer[0]) / answers.Max(answer => answer[1]), answers.Max(answer => answer[2]));
        }
        finally
        {
            Environment.SetEnvironmentVariable("DOTNET_PROCESSOR_COUNT", null);
        }
    }
}

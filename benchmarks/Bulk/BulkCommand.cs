using System.CommandLine;
using System.Diagnostics;
using BertGen.Bulk;

namespace BertGen.Benchmarks.Bulk;

/// <summary>
/// The command <c>bulk</c>: a run of files from end to end, in one process and in several, beside the same texts in memory, what its plan has said, and the memory
/// that it takes.
/// </summary>
internal static class BulkCommand
{
    private const int CallTexts = 1024;

    public static Command Create()
    {
        var common = new CommonOptions();
        var counts = new Option<int[]>("--texts") { Description = "Numbers of texts, the definitions again and again.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [10_000] };
        var processes = new Option<int[]>("--processes") { Description = "Numbers of processes, which share the processors.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1] };
        Option<string> model = BulkModels.CreateOption();
        var output = new Option<OutputFormat>("--output") { Description = "How vectors are written.", DefaultValueFactory = _ => OutputFormat.NumPy };
        var command = new Command("bulk", "Pieces a second of a run over lines of text, beside the same texts in memory and what its plan has said.") { counts, processes, model, output, common.Checkpoints };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            string name = arguments.GetRequiredValue(model), checkpoints = common.CheckpointFolder(arguments);
            ISentenceEmbedder embedder = BulkModels.Load(name, checkpoints);
            Console.WriteLine("| model | texts | processes | in memory, pieces/s | run, pieces/s | share | planned, pieces/s | run / planned | texts/s | working set, MB |");
            Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
            foreach (int count in arguments.GetRequiredValue(counts))
            {
                using var place = new BulkPlace(count);
                double memory = InMemory(embedder, place.Definitions.AsSpan(0, Math.Min(count, place.Definitions.Length)), TimeSpan.FromSeconds(10));
                foreach (int workers in arguments.GetRequiredValue(processes))
                {
                    (BulkRun run, BulkEstimate estimate) = await place.PlanAsync(BulkModel.Of(embedder), Math.Max(count / (4 * workers), Math.Min(50_000, (count / workers) + 1)), arguments.GetRequiredValue(output), cancellationToken);
                    (double rate, double bytes) = workers == 1
                        ? await AloneAsync(run, embedder, cancellationToken)
                        : await TogetherAsync(BulkWorkerCommand.Words(run.Folder, name, checkpoints), workers);
                    Console.WriteLine(FormattableString.Invariant(
                        $"| {name} | {count} | {workers} | {memory:f0} | {rate:f0} | {rate / memory:f3} | {estimate.PiecesPerSecond:f0} | {rate / estimate.PiecesPerSecond:f3} | {rate * run.RowCount / run.Status().Pieces:f0} | {bytes / 1e6:f0} |"));
                }
            }
        });
        return command;
    }

    private static async Task<(double Rate, double Bytes)> AloneAsync(BulkRun run, ISentenceEmbedder model, CancellationToken cancellationToken)
    {
        BulkProgress done = await run.WorkAsync(BulkModel.Of(model), cancellationToken: cancellationToken);
        return (done.PiecesPerSecond, Process.GetCurrentProcess().PeakWorkingSet64);
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

    /// <summary>Pieces a second of calls with so many texts, until the time is over.</summary>
    private static double InMemory(ISentenceEmbedder model, ReadOnlySpan<string> texts, TimeSpan time)
    {
        model.Embed(texts[..Math.Min(CallTexts, texts.Length)].ToArray());
        long start = Stopwatch.GetTimestamp(), pieces = 0;
        for (int first = 0; Stopwatch.GetElapsedTime(start) < time; first = (first + CallTexts) % Math.Max(1, texts.Length - CallTexts + 1))
        {
            pieces += model.Embed(texts.Slice(first, Math.Min(CallTexts, texts.Length)).ToArray()).TokenCount;
        }

        return pieces / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}

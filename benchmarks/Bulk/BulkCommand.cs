using System.CommandLine;
using System.Diagnostics;
using BertGen.Benchmarks.Serving;
using BertGen.Bulk;

namespace BertGen.Benchmarks.Bulk;

/// <summary>The command <c>bulk</c>: a run of files from end to end beside the same texts in memory, and the memory that it takes.</summary>
internal static class BulkCommand
{
    private const int CallTexts = 1024;

    public static Command Create()
    {
        var common = new CommonOptions();
        var counts = new Option<int[]>("--texts") { Description = "Numbers of texts, the definitions again and again.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [10_000] };
        var small = new Option<bool>("--small") { Description = "The small trained model of the samples, not MiniLM's shape." };
        var output = new Option<OutputFormat>("--output") { Description = "How vectors are written.", DefaultValueFactory = _ => OutputFormat.NumPy };
        var command = new Command("bulk", "Pieces a second of a run over JSON lines, beside the same texts in memory.") { counts, small, output, common.Checkpoints };
        command.SetAction((arguments, cancellationToken) => RunAsync(
            Load(arguments.GetValue(small), common.CheckpointFolder(arguments)), arguments.GetRequiredValue(counts), arguments.GetRequiredValue(output), cancellationToken));
        return command;
    }

    private static ISentenceEmbedder Load(bool small, string folder)
    {
        if (small)
        {
            return BulkWordNet.Load(Definitions.ModelFolder);
        }

        Shape shape = Shape.All.Single(known => known.Name == "minilm-l6");
        return ServedMiniLm.Load(ServedMiniLm.Ensure(RandomCheckpoint.Ensure(shape, folder)));
    }

    private static async Task RunAsync(ISentenceEmbedder model, int[] counts, OutputFormat output, CancellationToken cancellationToken)
    {
        Console.WriteLine("| texts | in memory, pieces/s | run, pieces/s | share | working set, MB |");
        Console.WriteLine("| ---: | ---: | ---: | ---: | ---: |");
        string[] definitions = [.. Definitions.Read()];
        foreach (int count in counts)
        {
            string folder = Directory.CreateTempSubdirectory("bertgen-bulk-").FullName;
            string input = Path.Combine(folder, "in.txt");
            await File.WriteAllLinesAsync(input, Enumerable.Range(0, count).Select(i => definitions[i % definitions.Length]), cancellationToken);
            var worker = BulkModel.Of(model);
            BulkRun run = await BulkRun.PlanAsync(Path.Combine(folder, "run"), new BulkPlan { Inputs = [input], OutputFormat = output, RowsPerShard = Math.Max(count / 4, 50_000) }, worker, cancellationToken);
            double memory = InMemory(model, definitions.AsSpan(0, Math.Min(count, definitions.Length)), TimeSpan.FromSeconds(10));
            BulkProgress done = await run.WorkAsync(worker, cancellationToken: cancellationToken);
            Console.WriteLine(FormattableString.Invariant(
                $"| {count} | {memory:f0} | {done.PiecesPerSecond:f0} | {done.PiecesPerSecond / memory:f3} | {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:f0} |"));
            Directory.Delete(folder, recursive: true);
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

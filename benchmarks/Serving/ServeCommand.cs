using System.CommandLine;
using BertGen.Benchmarks.Onnx;
using BertGen.Benchmarks.Peers;
using Microsoft.AspNetCore.Builder;
using Microsoft.ML.OnnxRuntime;

namespace BertGen.Benchmarks.Serving;

/// <summary>
/// The command <c>serve</c>: requests over HTTP beside the same texts in memory, one text after the other under a lock, and ONNX Runtime in the
/// same host. Everything is measured in rounds, one after the other, so that what the machine does besides meets all of them alike.
/// </summary>
internal static class ServeCommand
{
    private const int Rounds = 5;

    public static Command Create()
    {
        var common = new CommonOptions();
        var clients = new Option<int[]>("--clients") { Description = "Numbers of clients.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 16, ServeBounds.ManyClients] };
        var seconds = new Option<double>("--seconds") { Description = "How long each is measured.", DefaultValueFactory = _ => 20 };
        var command = new Command("serve", "Requests and pieces a second and latencies of servers with MiniLM's shape, texts of mixed lengths.") { clients, seconds, common.Checkpoints };
        command.SetAction((arguments, _) => RunAsync(common.CheckpointFolder(arguments), arguments.GetRequiredValue(clients), arguments.GetRequiredValue(seconds) / Rounds));
        return command;
    }

    private static async Task RunAsync(string folder, int[] counts, double seconds)
    {
        Shape shape = Shape.All.Single(known => known.Name == "minilm-l6");
        string checkpoint = RandomCheckpoint.Ensure(shape, folder);
        using ServedMiniLm model = ServedMiniLm.Load(ServedMiniLm.Ensure(checkpoint));
        string[] texts = ServedTexts.Read();
        int[] pieces = [.. texts.Select(text => (int)model.Embed(text).TokenCount)];
        var memory = new MemoryRun(model, texts, pieces);
        var bounds = new ServeBounds();
        using InferenceSession session = OnnxRuntime.Open("fused", new FusedBertGraph(shape, checkpoint), checkpoint, Environment.ProcessorCount);
        (string Name, Func<Task<WebApplication>> Start, ServeBounds? Bounds)[] hosts =
        [
            ("BertGen.AspNetCore", () => BenchmarkHost.StartAsync(model), bounds),
            ("one text after the other, under a lock", () => BenchmarkHost.StartLockedAsync(model), null),
            ("ONNX Runtime, fused, padded to the batch", () => BenchmarkHost.StartAsync(new OnnxEmbedder(model, session, ServedMiniLm.MaxPieces)), null),
        ];
        Console.WriteLine(FormattableString.Invariant($"{texts.Length} texts of {pieces.Average():f1} pieces, at most {pieces.Max()}. Of memory: of the pieces/s of `Embed` in memory in the same rounds, in the median."));
        Console.WriteLine();
        Console.WriteLine("| host | clients | requests/s | pieces/s | of memory | p50, ms | p99, ms | p99.9, ms |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (int count in counts)
        {
            foreach ((string name, Func<Task<WebApplication>> start, ServeBounds? held) in hosts)
            {
                await using WebApplication app = await start();
                using var clients = new Clients(new Uri(app.Urls.Single() + "/"), count, texts, pieces);
                await MeasureAsync(name, clients, memory, seconds, held);
            }
        }

        if (counts.Contains(1))
        {
            await Overhead.MeasureAsync(model, texts, Rounds, seconds, bounds);
        }

        bounds.Write();
    }

    private static async Task MeasureAsync(string name, Clients clients, MemoryRun memory, double seconds, ServeBounds? bounds)
    {
        await clients.AskAsync(Math.Min(seconds, 2));
        var loads = new List<Load>();
        var shares = new List<double>();
        int maxPieces = new BertServerOptions().MaxBatchPieces;
        for (int round = 0; round < Rounds; round++)
        {
            double inMemory = memory.PiecesPerSecond(seconds / 2);
            Load load = await clients.AskAsync(seconds);
            inMemory = (inMemory + memory.PiecesPerSecond(seconds / 2)) / 2;
            loads.Add(load);
            shares.Add(load.PiecesPerSecond / inMemory);
            if (clients.Count == ServeBounds.ManyClients)
            {
                bounds?.SharesOfMemory.Add(shares[^1]);
                bounds?.SharesOfTwoBatches.Add(load.Quantile(0.99) / (2 * memory.FullBatchSeconds(maxPieces, seconds / 2)));
            }
        }

        var all = Load.Join(loads);
        Console.WriteLine(FormattableString.Invariant(
            $"| {name} | {clients.Count} | {all.RequestsPerSecond:f0} | {all.PiecesPerSecond:f0} | {Statistics.Median(shares):f2} | {all.Quantile(0.5) * 1e3:f2} | {all.Quantile(0.99) * 1e3:f2} | {all.Quantile(0.999) * 1e3:f2} |"));
    }
}

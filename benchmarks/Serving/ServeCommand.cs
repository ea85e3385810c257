using System.CommandLine;
using System.Diagnostics;
using BertGen.Benchmarks.Onnx;
using BertGen.Benchmarks.Peers;
using Microsoft.AspNetCore.Builder;
using Microsoft.ML.OnnxRuntime;

namespace BertGen.Benchmarks.Serving;

/// <summary>The command <c>serve</c>: requests over HTTP, beside the same texts in memory, one text after the other under a lock, and ONNX Runtime in the same host.</summary>
internal static class ServeCommand
{
    private const int TextsInMemory = 1024;

    public static Command Create()
    {
        var common = new CommonOptions();
        var clients = new Option<int[]>("--clients") { Description = "Numbers of clients.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 16, 128] };
        var seconds = new Option<double>("--seconds") { Description = "How long each is measured.", DefaultValueFactory = _ => 20 };
        var command = new Command("serve", "Requests and pieces a second and latencies of servers with MiniLM's shape, texts of mixed lengths.") { clients, seconds, common.Checkpoints };
        command.SetAction((arguments, _) => RunAsync(common.CheckpointFolder(arguments), arguments.GetRequiredValue(clients), arguments.GetRequiredValue(seconds)));
        return command;
    }

    private static async Task RunAsync(string folder, int[] counts, double seconds)
    {
        Shape shape = Shape.All.Single(known => known.Name == "minilm-l6");
        string checkpoint = RandomCheckpoint.Ensure(shape, folder);
        using ServedMiniLm model = ServedMiniLm.Load(ServedMiniLm.Ensure(checkpoint));
        string[] texts = ServedTexts.Read();
        int[] pieces = [.. texts.Select(text => (int)model.Embed(text).TokenCount)];
        double memory = InMemory(model, texts[..TextsInMemory], pieces[..TextsInMemory].Sum(), seconds);
        double alone = Alone(model, texts[..TextsInMemory]);
        Console.WriteLine(FormattableString.Invariant($"{texts.Length} texts of {pieces.Average():f1} pieces, at most {pieces.Max()}. In memory: {memory:f0} pieces/s in calls of {TextsInMemory} texts; {alone * 1e3:f3} ms for a text alone, in the median."));
        Console.WriteLine();
        Console.WriteLine("| host | clients | requests/s | pieces/s | of memory | p50, ms | p99, ms | p99.9, ms |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        using InferenceSession session = OnnxRuntime.Open("fused", new FusedBertGraph(shape, checkpoint), checkpoint, Environment.ProcessorCount);
        (string Name, Func<Task<WebApplication>> Start)[] hosts =
        [
            ("BertGen.AspNetCore", () => BenchmarkHost.StartAsync(model)),
            ("one text after the other, under a lock", () => BenchmarkHost.StartLockedAsync(model)),
            ("ONNX Runtime, fused, padded to the batch", () => BenchmarkHost.StartAsync(new OnnxEmbedder(model, session))),
        ];
        foreach (int count in counts)
        {
            foreach ((string name, Func<Task<WebApplication>> start) in hosts)
            {
                await using WebApplication app = await start();
                var address = new Uri(app.Urls.Single() + "/");
                await ReadyAsync(address);
                await Clients.AskAsync(address, count, seconds / 10, texts, pieces);
                Load load = await Clients.AskAsync(address, count, seconds, texts, pieces);
                Console.WriteLine(FormattableString.Invariant(
                    $"| {name} | {count} | {load.RequestsPerSecond:f0} | {load.PiecesPerSecond:f0} | {load.PiecesPerSecond / memory:f2} | {load.Quantile(0.5) * 1e3:f2} | {load.Quantile(0.99) * 1e3:f2} | {load.Quantile(0.999) * 1e3:f2} |"));
            }
        }
    }

    private static double InMemory(ServedMiniLm model, string[] texts, long pieces, double seconds)
    {
        model.Embed(texts);
        long start = Stopwatch.GetTimestamp(), done = 0;
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            model.Embed(texts);
            done += pieces;
        }

        return done / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Alone(ServedMiniLm model, string[] texts) => Statistics.Median(texts.Select(text =>
    {
        long start = Stopwatch.GetTimestamp();
        model.Embed(text);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }));

    private static async Task ReadyAsync(Uri address)
    {
        using var client = new HttpClient { BaseAddress = address };
        while (!(await client.GetAsync("health")).IsSuccessStatusCode)
        {
            await Task.Delay(50);
        }
    }
}

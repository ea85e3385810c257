using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using BertGen.Benchmarks.Floors;
using BertGen.Benchmarks.Peers;

namespace BertGen.Benchmarks.Training;

/// <summary>The command <c>train</c>: a training step of the MiniLM shape, BertGen and PyTorch in turns.</summary>
internal static class TrainCommand
{
    private const int Texts = 32;
    private const int Pieces = 64;
    private const string CheckedParameter = "encoder.layer.0.attention.self.query.weight";

    /// <summary>Of the largest gradient; float32 leaves some 1e-5 in sums over 2,048 pieces.</summary>
    private const double Limit = 1e-3;

    public static Command Create()
    {
        var common = new CommonOptions();
        var threads = new Option<int>("--threads") { Description = "Number of threads.", DefaultValueFactory = _ => 2 };
        var rounds = new Option<int>("--rounds") { Description = "Steps of each.", DefaultValueFactory = _ => 12 };
        var python = new Option<string>("--python") { Description = "The interpreter that has PyTorch; empty: BertGen alone.", DefaultValueFactory = _ => "/usr/bin/python3" };
        var command = new Command("train", "A training step, forward, backward and AdamW, beside PyTorch.") { threads, rounds, python, common.Pin, common.Checkpoints };
        command.SetAction(arguments =>
        {
            Shape shape = Shape.All.Single(shape => shape.Name == "minilm-l6");
            string checkpoint = RandomCheckpoint.Ensure(shape, common.CheckpointFolder(arguments));
            int count = arguments.GetValue(threads);
            common.Bind(arguments, count);
            using OwnTraining own = OwnTraining.Load(checkpoint, count), checkpointed = OwnTraining.LoadCheckpointed(checkpoint, count);
            using WorkerProcess? peer = arguments.GetRequiredValue(python) is { Length: > 0 } interpreter ? Start(interpreter, shape, checkpoint, count) : null;
            int[] ids = [.. Enumerable.Range(0, Texts * Pieces).Select(i => 1 + (i * 7919 % 30_000))];
            if (peer is not null)
            {
                CheckAgreement(own, peer, ids);
            }

            Measure(shape, count, arguments.GetValue(rounds), [own, checkpointed], peer, ids);
        });
        return command;
    }

    /// <summary>Starts PyTorch; where it cannot be run here it is left out, and the reason is written.</summary>
    private static WorkerProcess? Start(string python, Shape shape, string checkpoint, int threads)
    {
        try
        {
            return WorkerProcess.Start(
                python,
                [Path.Combine(AppContext.BaseDirectory, "Training", "training_worker.py"), checkpoint, Text(shape.Layers), Text(shape.Heads), Text(threads)],
                ("MALLOC_MMAP_MAX_", "0"));
        }
        catch (PeerException e)
        {
            Console.Error.WriteLine($"left out: {e.Message}");
            return null;
        }
    }

    private static void Measure(Shape shape, int threads, int rounds, OwnTraining[] own, WorkerProcess? peer, int[] ids)
    {
        List<StepTimes>[] times = [.. own.Select(_ => new List<StepTimes>()), .. peer is null ? (List<StepTimes>[])[] : [[]]];
        var floors = new FloorSamples(threads);
        for (int round = -1; round < rounds; round++)
        {
            for (int i = 0; i < times.Length; i++)
            {
                floors.Take();
                StepTimes step = i < own.Length ? own[i].Step(ids, [Texts, Pieces]) : Ask(peer!, ids);
                if (round >= 0)
                {
                    times[i].Add(step);
                }
            }
        }

        double flops = shape.Flops(Enumerable.Repeat(Pieces, Texts));
        StepTimes first = StepTimes.Median(times[0]);
        Console.WriteLine(FormattableString.Invariant($"{threads} cores, FMA peak {floors.Peak / 1e9:f1} GFLOP/s, read {floors.Bandwidth / 1e9:f1} GB/s"));
        Console.WriteLine("| | forward | backward | backward / forward | AdamW | step | BertGen is |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (int i = 0; i < times.Length; i++)
        {
            StepTimes median = StepTimes.Median(times[i]);
            string name = i < own.Length ? own[i].Name : peer!.Version;
            Console.WriteLine(FormattableString.Invariant(
                $"| {name} | {median.Forward * 1e3:f0} ms, {flops / median.Forward / floors.Peak:p0} | {median.Backward * 1e3:f0} ms | {median.Backward / median.Forward:f2} | {median.Optimizer * 1e3:f0} ms | {median.Total * 1e3:f0} ms | {median.Total / first.Total:f2}x |"));
        }
    }

    private static StepTimes Ask(WorkerProcess peer, int[] ids)
    {
        double[] seconds = [.. peer.Ask(Question("step", ids)).GetProperty("seconds")[0].EnumerateArray().Select(value => value.GetDouble())];
        return new StepTimes(seconds[0], seconds[1], seconds[2]);
    }

    private static void CheckAgreement(OwnTraining own, WorkerProcess peer, int[] ids)
    {
        string file = Path.GetTempFileName();
        try
        {
            JsonObject question = Question("gradient", ids);
            (question["file"], question["name"]) = (file, CheckedParameter);
            peer.Ask(question);
            float[] expected = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(file)).ToArray();
            float[] found = own.Gradient(ids, [Texts, Pieces], CheckedParameter);
            double difference = expected.Zip(found, (a, b) => Math.Abs(a - b)).Max() / expected.Max(Math.Abs);
            Console.WriteLine(FormattableString.Invariant($"largest difference of the gradient of {CheckedParameter}: {difference:0.0e-0} of the largest"));
            if (!(difference < Limit))
            {
                throw new PeerException("BertGen and PyTorch do not compute the same gradient.");
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static JsonObject Question(string ask, int[] ids) => new()
    {
        ["ask"] = ask,
        ["times"] = 1,
        ["ids"] = new JsonArray([.. ids.Chunk(Pieces).Select(text => (JsonNode)new JsonArray([.. text.Select(id => (JsonNode)id)]))]),
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

using System.CommandLine;
using BertGen.Benchmarks.Peers;

namespace BertGen.Benchmarks.Precision;

/// <summary>The command <c>precision</c>.</summary>
internal static class PrecisionCommand
{
    private static readonly int[] OneAndTwo = [1, 2];

    public static Command Create()
    {
        var common = new CommonOptions();
        var threads = new Option<int[]>("--threads") { Description = "Numbers of threads, 1 and 2 by default.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => OneAndTwo };
        var seconds = new Option<double>("--seconds") { Description = "Time for each contender on each workload.", DefaultValueFactory = _ => 3 };
        var texts = new Option<int>("--texts") { Description = "Texts that quality is measured on; 0: only speed.", DefaultValueFactory = _ => 1000 };
        var output = new Option<DirectoryInfo>("--output") { Description = "Folder for precision.md and its plot, such as docs/performance; without it the tables are only printed." };
        var processor = new Option<string>("--processor") { Description = "A word for the processor, which the names of the page and its plot end with: pages of several stand side by side." };
        var command = new Command("precision", "Speed and quality of numbers of 8 bits beside float32, BertGen and ONNX Runtime in one run.")
        {
            threads, seconds, texts, output, processor, common.Shapes, common.Workloads, common.Pin, common.Checkpoints,
        };
        command.SetAction(arguments =>
        {
            var report = new PrecisionReport(arguments.Tokens.Select(token => token.Value), arguments.GetValue(processor));
            if (arguments.GetRequiredValue(texts) is > 0 and var count)
            {
                foreach (QualityResult result in new QualityBenchmark(count).Run())
                {
                    report.Add(result);
                    Console.WriteLine($"{result.Model}, {result.Contender}: {result.Quality}");
                }
            }

            var benchmark = new PeerBenchmark(arguments.GetRequiredValue(seconds), FewestRounds: 3);
            foreach (Shape shape in common.ChosenShapes(arguments).Where(shape => Shape.Int8.Any(other => other.Name == shape.Name)))
            {
                string checkpoint = RandomCheckpoint.Ensure(shape, common.CheckpointFolder(arguments));
                foreach (int threadCount in arguments.GetRequiredValue(threads))
                {
                    common.Bind(arguments, threadCount);
                    using var contenders = PrecisionContenders.Load(shape, checkpoint, threadCount);
                    foreach (Workload workload in common.ChosenWorkloads(arguments))
                    {
                        WorkloadResult result = benchmark.Measure(shape, threadCount, workload, contenders.All);
                        report.Add(result);
                        Console.WriteLine($"{shape.Name}, {threadCount} thread(s), {PeerReport.Line(result)}");
                    }
                }
            }

            report.Save(Console.Out, arguments.GetValue(output));
        });
        return command;
    }
}

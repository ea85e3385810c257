using System.CommandLine;

namespace BertGen.Benchmarks.Peers;

/// <summary>The command <c>peers</c>.</summary>
internal static class PeersCommand
{
    private static readonly int[] OneAndTwo = [1, 2];

    public static Command Create()
    {
        var common = new CommonOptions();
        var threads = new Option<int[]>("--threads") { Description = "Numbers of threads, 1 and 2 by default.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => OneAndTwo };
        var peers = new Option<string[]>("--peers") { Description = "onnxruntime, pytorch; both by default.", AllowMultipleArgumentsPerToken = true };
        var python = new Option<string>("--python") { Description = "The interpreter that has PyTorch.", DefaultValueFactory = _ => "/usr/bin/python3" };
        var quick = new Option<bool>("--quick") { Description = "Little time for each: to see that all works." };
        var output = new Option<DirectoryInfo>("--output") { Description = "Folder for peers.md and the plots, such as docs/performance; without it the table is only printed." };
        var command = new Command("peers", "BertGen and its peers in one run, on the same weights and inputs.")
        {
            threads, peers, python, quick, output, common.Shapes, common.Workloads, common.Pin, common.Checkpoints,
        };
        command.SetAction(arguments =>
        {
            string[] names = arguments.GetValue(peers) is { Length: > 0 } chosen ? chosen : ["onnxruntime", "pytorch"];
            var choice = new PeerChoice(names.Contains("onnxruntime"), names.Contains("pytorch"), arguments.GetRequiredValue(python));
            PeerBenchmark benchmark = arguments.GetValue(quick) ? new PeerBenchmark(Seconds: 0.2, FewestRounds: 1) : new PeerBenchmark(Seconds: 4, FewestRounds: 3);
            var report = new PeerReport(arguments.Tokens.Select(token => token.Value));
            foreach (Shape shape in common.ChosenShapes(arguments))
            {
                string checkpoint = RandomCheckpoint.Ensure(shape, common.CheckpointFolder(arguments));
                foreach (int count in arguments.GetRequiredValue(threads))
                {
                    common.Bind(arguments, count);
                    using var contenders = Contenders.Load(shape, checkpoint, count, choice);
                    Console.WriteLine($"{shape.Name}, {count} thread(s)");
                    Agreement.Check(contenders.All, Console.Out);
                    report.AddVersions(contenders.Versions);
                    foreach (Workload workload in common.ChosenWorkloads(arguments))
                    {
                        WorkloadResult result = benchmark.Measure(shape, count, workload, contenders.All);
                        report.Add(result);
                        Console.WriteLine(PeerReport.Line(result));
                    }
                }
            }

            report.Save(Console.Out, arguments.GetValue(output));
        });
        return command;
    }
}

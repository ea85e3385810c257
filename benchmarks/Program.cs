using System.CommandLine;
using System.Diagnostics;
using BertGen.Benchmarks;

var threads = new Option<int>("--threads") { Description = "Threads of a forward; the process is bound to as many processors.", DefaultValueFactory = _ => 1 };
var seconds = new Option<double>("--seconds") { Description = "Time for each row of the table.", DefaultValueFactory = _ => 3 };
var shapes = new Option<string[]>("--shapes") { Description = "bert-base, minilm-l6, bert-tiny; all by default.", AllowMultipleArgumentsPerToken = true };
var workloads = new Option<string[]>("--workloads") { Description = "Names of workloads, such as \"1 x 128\"; all by default.", AllowMultipleArgumentsPerToken = true };
var checkpoints = new Option<DirectoryInfo>("--checkpoints")
{
    Description = "Where checkpoints with random weights are kept.",
    DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(Path.GetTempPath(), "bertgen-benchmarks")),
};

var forward = new Command("forward", "Whole forwards beside the FMA peak of the same run.") { threads, seconds, shapes, workloads, checkpoints };
forward.SetAction(arguments =>
{
    int count = Math.Clamp(arguments.GetRequiredValue(threads), 1, Environment.ProcessorCount);
    if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
    {
        using var process = Process.GetCurrentProcess();
        process.ProcessorAffinity = (nint)((1L << count) - 1);
    }

    string[]? wantedShapes = arguments.GetValue(shapes), wantedWorkloads = arguments.GetValue(workloads);
    new ForwardBenchmark(arguments.GetRequiredValue(checkpoints).FullName, count, arguments.GetRequiredValue(seconds)).Run(
        Shape.All.Where(shape => wantedShapes is not { Length: > 0 } || wantedShapes.Contains(shape.Name)),
        [.. Workload.All.Where(workload => wantedWorkloads is not { Length: > 0 } || wantedWorkloads.Contains(workload.Name))],
        Console.Out);
});

return new RootCommand("Measures BertGen.") { forward }.Parse(args).Invoke();

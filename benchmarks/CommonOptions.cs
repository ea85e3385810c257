using System.CommandLine;

namespace BertGen.Benchmarks;

/// <summary>Options that several commands have.</summary>
internal sealed class CommonOptions
{
    public Option<string[]> Shapes { get; } = new("--shapes") { Description = "bert-base, minilm-l6, bert-tiny; all by default.", AllowMultipleArgumentsPerToken = true };

    public Option<string[]> Workloads { get; } = new("--workloads") { Description = "Names of workloads, such as \"1 x 128\"; all by default.", AllowMultipleArgumentsPerToken = true };

    public Option<int[]> Pin { get; } = new("--pin") { Description = "Numbers of the processors to run on; the first ones by default.", AllowMultipleArgumentsPerToken = true };

    public Option<DirectoryInfo> Checkpoints { get; } = new("--checkpoints")
    {
        Description = "Where checkpoints with random weights are kept.",
        DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(Path.GetTempPath(), "bertgen-benchmarks")),
    };

    public IReadOnlyList<Shape> ChosenShapes(ParseResult arguments) =>
        [.. Shape.All.Where(shape => arguments.GetValue(Shapes) is not { Length: > 0 } names || names.Contains(shape.Name))];

    public IReadOnlyList<Workload> ChosenWorkloads(ParseResult arguments) =>
        [.. Workload.All.Where(workload => arguments.GetValue(Workloads) is not { Length: > 0 } names || names.Contains(workload.Name))];

    public string CheckpointFolder(ParseResult arguments) => arguments.GetRequiredValue(Checkpoints).FullName;

    /// <summary>Binds what follows to as many processors as it has threads.</summary>
    public void Bind(ParseResult arguments, int threads) =>
        Processors.Bind((arguments.GetValue(Pin) is { Length: > 0 } numbers ? numbers : Enumerable.Range(0, threads)).Take(threads));
}

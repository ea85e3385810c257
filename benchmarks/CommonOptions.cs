using System.CommandLine;

namespace BertGen.Benchmarks;

/// <summary>Options that several commands have.</summary>
internal sealed class CommonOptions
{
    public Option<string[]> Shapes { get; } = new("--shapes") { Description = "bert-base, minilm-l6 and bert-tiny by default; or xlm-roberta-base, mpnet-base, modernbert-base, modernbert-local.", AllowMultipleArgumentsPerToken = true };

    public Option<string[]> Workloads { get; } = new("--workloads") { Description = "Names of workloads, such as \"1 x 128\"; all by default but \"1 x 8192\".", AllowMultipleArgumentsPerToken = true };

    public Option<int[]> Pin { get; } = new("--pin") { Description = "Numbers of the processors to run on; the first ones by default.", AllowMultipleArgumentsPerToken = true };

    public Option<DirectoryInfo> Checkpoints { get; } = new("--checkpoints")
    {
        Description = "Where checkpoints with random weights are kept.",
        DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(Path.GetTempPath(), "bertgen-benchmarks")),
    };

    public IReadOnlyList<Shape> ChosenShapes(ParseResult arguments) =>
        arguments.GetValue(Shapes) is { Length: > 0 } names ? [.. Shape.All.Concat(Shape.OfOtherFamilies).Where(shape => names.Contains(shape.Name))] : Shape.All;

    public IReadOnlyList<Workload> ChosenWorkloads(ParseResult arguments) =>
        arguments.GetValue(Workloads) is { Length: > 0 } names ? [.. Workload.All.Append(Workload.Long).Where(workload => names.Contains(workload.Name))] : Workload.All;

    public string CheckpointFolder(ParseResult arguments) => arguments.GetRequiredValue(Checkpoints).FullName;

    /// <summary>Binds what follows to as many processors as it has threads.</summary>
    public void Bind(ParseResult arguments, int threads) =>
        Processors.Bind((arguments.GetValue(Pin) is { Length: > 0 } numbers ? numbers : Enumerable.Range(0, threads)).Take(threads));
}

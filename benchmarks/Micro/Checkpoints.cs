namespace BertGen.Benchmarks.Micro;

/// <summary>Checkpoints with random weights, by the name of their shape.</summary>
internal static class Checkpoints
{
    public static Shape ShapeOf(string name) => Shape.All.Single(shape => shape.Name == name);

    public static string Of(string name) => RandomCheckpoint.Ensure(ShapeOf(name), Path.Combine(Path.GetTempPath(), "bertgen-benchmarks"));
}

using BenchmarkDotNet.Attributes;

namespace BertGen.Benchmarks.Micro;

/// <summary>From the path of a checkpoint to a model that is ready, with the file in the page cache.</summary>
public class LoadBenchmarks
{
    [Params("bert-base", "minilm-l6", "bert-tiny")]
    public string Shape { get; set; } = "";

    [Benchmark]
    public void Load()
    {
        using LoadedShape model = Checkpoints.ShapeOf(Shape).Load(Checkpoints.Of(Shape));
    }
}

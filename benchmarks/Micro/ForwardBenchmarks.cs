using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;

namespace BertGen.Benchmarks.Micro;

/// <summary>Whole forwards on one thread.</summary>
public class ForwardBenchmarks
{
    private LoadedShape? _model;
    private Tensor<int>? _ids;

    [Params("bert-base", "minilm-l6", "bert-tiny")]
    public string Shape { get; set; } = "";

    [Params("1 x 16", "1 x 128", "1 x 512", "32 x 128", "mixed 64")]
    public string Batch { get; set; } = "";

    [GlobalSetup]
    public void Load()
    {
        _model = Checkpoints.ShapeOf(Shape).Load(Checkpoints.Of(Shape));
        _model.SetThreads(1);
        _ids = Workload.All.Single(workload => workload.Name == Batch).Ids();
    }

    [GlobalCleanup]
    public void Release() => _model!.Dispose();

    [Benchmark]
    public Tensor<float> Forward() => _model!.Forward(_ids!);
}

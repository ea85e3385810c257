using System.Diagnostics;
using System.Numerics.Tensors;

namespace BertGen.Benchmarks.Peers;

/// <summary>BertGen itself.</summary>
internal sealed class OwnContender(LoadedShape model, string name = "BertGen") : IContender
{
    private readonly Dictionary<string, Tensor<int>> _ids = [];

    public string Name => name;

    public bool Takes(Workload workload) => true;

    public IReadOnlyList<double> Run(Workload workload, int times)
    {
        Tensor<int> ids = Ids(workload);
        double[] seconds = new double[times];
        for (int i = 0; i < times; i++)
        {
            long start = Stopwatch.GetTimestamp();
            model.Forward(ids);
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        return seconds;
    }

    public float[] Output(Workload workload)
    {
        Tensor<float> result = model.Forward(Ids(workload));
        int longest = (int)result.Lengths[1], width = (int)result.Lengths[2];
        float[] all = new float[result.FlattenedLength];
        result.FlattenTo(all);
        return [.. workload.Lengths.SelectMany((length, text) => all.AsSpan(text * longest * width, length * width).ToArray())];
    }

    private Tensor<int> Ids(Workload workload)
    {
        if (!_ids.TryGetValue(workload.Name, out Tensor<int>? ids))
        {
            _ids.Add(workload.Name, ids = workload.Ids());
        }

        return ids;
    }
}

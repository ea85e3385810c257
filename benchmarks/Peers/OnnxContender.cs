using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;

namespace BertGen.Benchmarks.Peers;

/// <summary>ONNX Runtime with the model in one form.</summary>
/// <param name="name">Name in tables.</param>
/// <param name="session">The loaded model, which others may share.</param>
/// <param name="batching">How it is given texts of different lengths.</param>
internal sealed class OnnxContender(string name, InferenceSession session, Batching batching) : IContender, IDisposable
{
    private readonly RunOptions _options = new();
    private readonly Dictionary<string, OnnxBatch[]> _batches = [];

    public string Name => name;

    public bool Takes(Workload workload) => batching.Takes(workload);

    public IReadOnlyList<double> Run(Workload workload, int times)
    {
        OnnxBatch[] batches = Batches(workload);
        double[] seconds = new double[times];
        for (int i = 0; i < times; i++)
        {
            long start = Stopwatch.GetTimestamp();
            foreach (OnnxBatch batch in batches)
            {
                batch.Run(session, _options).Dispose();
            }

            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        return seconds;
    }

    public float[] Output(Workload workload) => [.. Batches(workload).SelectMany(batch => batch.Output(session, _options))];

    public void Dispose()
    {
        foreach (OnnxBatch batch in _batches.Values.SelectMany(batches => batches))
        {
            batch.Dispose();
        }

        _options.Dispose();
    }

    private OnnxBatch[] Batches(Workload workload)
    {
        if (!_batches.TryGetValue(workload.Name, out OnnxBatch[]? batches))
        {
            int[][] texts = workload.Texts();
            batches = batching == Batching.OneByOne ? [.. texts.Select(text => new OnnxBatch([text]))] : [new OnnxBatch(texts)];
            _batches.Add(workload.Name, batches);
        }

        return batches;
    }
}

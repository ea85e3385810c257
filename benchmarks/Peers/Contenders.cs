namespace BertGen.Benchmarks.Peers;

/// <summary>All that run one shape on some threads, BertGen first.</summary>
internal sealed class Contenders : IDisposable
{
    private readonly LoadedShape _own;
    private readonly List<WorkerProcess> _workers = [];
    private readonly List<IContender> _all = [];

    private Contenders(LoadedShape own)
    {
        _own = own;
        _all.Add(new OwnContender(own));
    }

    public IReadOnlyList<IContender> All => _all;

    /// <summary>The peers by their own account, such as "ONNX Runtime 1.30.0".</summary>
    public IEnumerable<string> Versions => _workers.Select(worker => worker.Version);

    /// <summary>Loads the model everywhere. A peer that cannot be run here is left out, and the reason is written.</summary>
    public static Contenders Load(Shape shape, string checkpoint, int threads, PeerChoice choice)
    {
        LoadedShape own = shape.Load(checkpoint);
        own.SetThreads(threads);
        var contenders = new Contenders(own);
        contenders.Add(choice.OnnxRuntime, () => OnnxRuntime.Start(shape, checkpoint, threads));
        contenders.Add(choice.PyTorch, () => PyTorch.Start(choice.Python, shape, checkpoint, threads));
        return contenders;
    }

    public void Dispose()
    {
        foreach (WorkerProcess worker in _workers)
        {
            worker.Dispose();
        }

        _own.Dispose();
    }

    private void Add(bool isWanted, Func<(WorkerProcess Worker, IReadOnlyList<IContender> Contenders)> start)
    {
        if (!isWanted)
        {
            return;
        }

        try
        {
            (WorkerProcess worker, IReadOnlyList<IContender> contenders) = start();
            _workers.Add(worker);
            _all.AddRange(contenders);
        }
        catch (PeerException e)
        {
            Console.Error.WriteLine($"left out: {e.Message}");
        }
    }
}

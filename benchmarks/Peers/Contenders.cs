namespace BertGen.Benchmarks.Peers;

/// <summary>All that run one shape on some threads, BertGen first.</summary>
internal sealed class Contenders : IDisposable
{
    private readonly LoadedShape _own;
    private readonly List<Peer> _peers = [];
    private readonly List<IContender> _all = [];

    private Contenders(LoadedShape own)
    {
        _own = own;
        _all.Add(new OwnContender(own));
    }

    public IReadOnlyList<IContender> All => _all;

    /// <summary>The peers by their own account, such as "ONNX Runtime 1.31.1".</summary>
    public IEnumerable<string> Versions => _peers.Select(peer => peer.Version);

    /// <summary>Loads the model everywhere. A peer that cannot be run here is left out, and the reason is written.</summary>
    public static Contenders Load(Shape shape, string checkpoint, int threads, PeerChoice choice)
    {
        LoadedShape own = shape.Load(checkpoint);
        own.SetThreads(threads);
        var contenders = new Contenders(own);
        contenders.Add(choice.OnnxRuntime, () => OnnxRuntime.Load(shape, checkpoint, threads));
        contenders.Add(choice.PyTorch, () => PyTorch.Start(choice.Python, shape, checkpoint, threads));
        return contenders;
    }

    public void Dispose()
    {
        foreach (Peer peer in _peers)
        {
            peer.Dispose();
        }

        _own.Dispose();
    }

    private void Add(bool isWanted, Func<Peer> load)
    {
        if (!isWanted)
        {
            return;
        }

        try
        {
            Peer peer = load();
            _peers.Add(peer);
            _all.AddRange(peer.Contenders);
        }
        catch (PeerException e)
        {
            Console.Error.WriteLine($"left out: {e.Message}");
        }
    }
}

namespace BertGen.Benchmarks.Peers;

/// <summary>Another engine with the model loaded.</summary>
/// <param name="Version">Name and version by its own account, such as "ONNX Runtime 1.31.1".</param>
/// <param name="Contenders">The ways to run it.</param>
/// <param name="Loaded">What it holds until the end of the measurement.</param>
internal sealed record Peer(string Version, IReadOnlyList<IContender> Contenders, params IReadOnlyList<IDisposable> Loaded) : IDisposable
{
    public void Dispose()
    {
        foreach (IDisposable part in Loaded)
        {
            part.Dispose();
        }
    }
}

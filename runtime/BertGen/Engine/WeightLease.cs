namespace BertGen.Engine;

/// <summary>Holds weights for the time of a call, so that disposing the embedder meanwhile frees nothing.</summary>
internal readonly ref struct WeightLease
{
    private readonly WeightMemory _memory;

    /// <param name="memory">The weights.</param>
    /// <exception cref="ObjectDisposedException">They were released.</exception>
    public WeightLease(WeightMemory memory)
    {
        bool held = false;
        memory.DangerousAddRef(ref held);
        _memory = memory;
    }

    public void Dispose() => _memory.DangerousRelease();
}

namespace BertGen.Engine;

/// <summary>Holds weights for the time of a call, so that disposing the embedder meanwhile frees nothing.</summary>
internal readonly ref struct WeightLease
{
    private readonly WeightMemory _memory;

    private WeightLease(WeightMemory memory) => _memory = memory;

    /// <summary>Holds weights.</summary>
    /// <exception cref="ObjectDisposedException">They were released; it names the class that they belong to.</exception>
    public static WeightLease Of(WeightMemory memory) =>
        TryHold(memory, out WeightLease lease) ? lease : throw new ObjectDisposedException(memory.Owner?.FullName);

    /// <summary>Holds weights, unless they were released.</summary>
    public static bool TryHold(WeightMemory memory, out WeightLease lease)
    {
        bool held = false;
        try
        {
            memory.DangerousAddRef(ref held);
        }
        catch (ObjectDisposedException)
        {
            lease = default;
            return false;
        }

        lease = new WeightLease(memory);
        return true;
    }

    public void Dispose() => _memory.DangerousRelease();
}

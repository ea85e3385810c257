namespace BertGen.Engine;

/// <summary>Holds weights for the time of a call, so that disposing the embedder meanwhile frees nothing.</summary>
internal readonly ref struct WeightLease
{
    private readonly WeightMemory _memory;

    /// <param name="memory">The weights.</param>
    /// <param name="owner">The compiled class that they belong to: what was disposed, in the words of the caller.</param>
    /// <exception cref="ObjectDisposedException">They were released.</exception>
    public WeightLease(WeightMemory memory, object owner)
    {
        if (!TryHold(memory, out this))
        {
            throw new ObjectDisposedException(owner.GetType().FullName);
        }
    }

    private WeightLease(WeightMemory memory) => _memory = memory;

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

namespace BertGen.Engine.Threading;

/// <summary>Native memory that only grows: a call's intermediate values, kept for the next call.</summary>
internal sealed unsafe class Workspace
{
    private float* _memory;
    private nint _count;

    ~Workspace() => KernelMemory.Free(_memory);

    /// <summary>Memory for at least <paramref name="count"/> floats; what was in it may be lost.</summary>
    public float* Ensure(nint count)
    {
        if (_count < count)
        {
            KernelMemory.Free(_memory);
            _memory = null;
            _count = 0;
            _memory = KernelMemory.Allocate(count);
            _count = count;
        }

        return _memory;
    }
}

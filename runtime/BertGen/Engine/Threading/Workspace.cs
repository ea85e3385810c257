using System.Runtime.InteropServices;

namespace BertGen.Engine.Threading;

/// <summary>Native memory that only grows: a call's intermediate values, kept for the next call.</summary>
internal sealed unsafe class Workspace
{
    private const int PageAlignment = 4096;

    private float* _memory;
    private nint _count;

    ~Workspace() => NativeMemory.AlignedFree(_memory);

    /// <summary>Memory for at least <paramref name="count"/> floats; what was in it may be lost.</summary>
    public float* Ensure(nint count)
    {
        if (_count < count)
        {
            NativeMemory.AlignedFree(_memory);
            _memory = null;
            _count = 0;
            _memory = (float*)NativeMemory.AlignedAlloc(checked((nuint)count * sizeof(float)), PageAlignment);
            _count = count;
        }

        return _memory;
    }
}

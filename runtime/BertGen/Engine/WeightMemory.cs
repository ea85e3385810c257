using System.Runtime.InteropServices;

namespace BertGen.Engine;

/// <summary>
/// The memory that the packed weights of one embedder live in. A call holds it while it runs, so that disposing an
/// embedder in the middle of a call frees nothing before that call has ended.
/// </summary>
public sealed unsafe class WeightMemory : SafeHandle
{
    /// <summary>Blocks begin at a cache line.</summary>
    private const int BlockAlignment = 64;

    private readonly List<nint> _blocks = [];

    internal WeightMemory()
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
        // SafeHandle frees only valid handles; the blocks are what is owned.
        SetHandle(1);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Bytes held.</summary>
    public long Bytes { get; private set; }

    /// <summary>Room for <paramref name="count"/> floats, not cleared.</summary>
    internal float* Allocate(nint count)
    {
        nuint bytes = checked((nuint)count * sizeof(float));
        void* block = NativeMemory.AlignedAlloc(Math.Max(bytes, BlockAlignment), BlockAlignment);
        _blocks.Add((nint)block);
        Bytes += (long)bytes;
        return (float*)block;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        foreach (nint block in _blocks)
        {
            NativeMemory.AlignedFree((void*)block);
        }

        _blocks.Clear();
        return true;
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BertGen.Engine;

namespace BertGen.Training;

/// <summary>
/// Zeroed floats that the collector does not move, so that kernels may hold pointers to them for as long as the object lives.
/// They begin at a cache line.
/// </summary>
internal sealed unsafe class PinnedFloats
{
    private const int LineBytes = 64;

    private readonly float[] _array;
    private readonly int _start;

    public PinnedFloats(int count)
    {
        _array = GC.AllocateArray<float>(checked(count + (LineBytes / sizeof(float))), pinned: true);
        nint first = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_array));
        _start = (int)((-first & (LineBytes - 1)) / sizeof(float));
        Count = count;
        KernelMemory.AskForHugePages((void*)first, (nuint)_array.Length * sizeof(float));
    }

    public int Count { get; }

    public Span<float> Span => _array.AsSpan(_start, Count);

    public float* Pointer => (float*)Unsafe.AsPointer(ref _array[_start]);
}

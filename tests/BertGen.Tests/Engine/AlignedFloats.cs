using System.Runtime.InteropServices;

namespace BertGen.Tests.Engine;

/// <summary>Native floats for a test of a kernel, filled with a sequence that is the same in every run.</summary>
internal sealed unsafe class AlignedFloats : IDisposable
{
    public AlignedFloats(int count, int seed = 0, float scale = 1f)
    {
        Count = count;
        Pointer = (float*)NativeMemory.AlignedAlloc((nuint)Math.Max(count, 1) * sizeof(float), 64);
        var random = new Random(seed);
        for (int i = 0; i < count; i++)
        {
            Pointer[i] = scale * ((2 * random.NextSingle()) - 1);
        }
    }

    public int Count { get; }

    public float* Pointer { get; }

    public Span<float> Span => new(Pointer, Count);

    public float this[int index] => Span[index];

    public void Dispose() => NativeMemory.AlignedFree(Pointer);
}

using System.Runtime.InteropServices;

namespace BertGen.Benchmarks;

/// <summary>Memory for kernels: whole cache lines of numbers between -0.5 and 0.5.</summary>
internal static unsafe class RandomFloats
{
    /// <summary>As many floats; <see cref="Free"/> takes them back.</summary>
    public static float* Of(int count)
    {
        float* values = (float*)NativeMemory.AlignedAlloc((nuint)count * sizeof(float), 64);
        var random = new Random(3);
        foreach (ref float value in new Span<float>(values, count))
        {
            value = random.NextSingle() - 0.5f;
        }

        return values;
    }

    /// <summary>Frees what <see cref="Of"/> gave.</summary>
    public static void Free(params ReadOnlySpan<nint> buffers)
    {
        foreach (nint buffer in buffers)
        {
            NativeMemory.AlignedFree((void*)buffer);
        }
    }
}

using BertGen.Engine;

namespace BertGen.Benchmarks;

/// <summary>Memory for kernels, as an encoder has it, with numbers between -0.5 and 0.5.</summary>
internal static unsafe class RandomFloats
{
    /// <summary>As many floats; <see cref="Free"/> takes them back.</summary>
    public static float* Of(int count)
    {
        float* values = KernelMemory.Allocate(count);
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
            KernelMemory.Free((float*)buffer);
        }
    }
}

using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BertGen.Benchmarks.Floors;

/// <summary>The floor of a short text, which has to read all weights: how fast memory is read in order.</summary>
internal static unsafe class ReadBandwidth
{
    /// <summary>Several times the last cache of a server.</summary>
    private const nint Floats = 1 << 26;

    private const int FloatsPerStep = 4 * 8;

    private static readonly float* Buffer = Allocate();

    /// <summary>One sample, in bytes per second; takes about 10 ms.</summary>
    /// <param name="threads">Threads that read at the same time, each its part.</param>
    public static double Sample(int threads) => Threads.Sum(threads, number => Read(number, Floats / threads / FloatsPerStep * FloatsPerStep));

    private static double Read(int part, nint count)
    {
        float* x = Buffer + (part * count);
        Vector256<float> a = default, b = default, c = default, d = default;
        long start = Stopwatch.GetTimestamp();
        for (nint i = 0; i < count; i += FloatsPerStep)
        {
            a += Vector256.Load(x + i);
            b += Vector256.Load(x + i + 8);
            c += Vector256.Load(x + i + 16);
            d += Vector256.Load(x + i + 24);
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        // The sum is used, so that the loop is not optimised away.
        return Vector256.Sum(a + b + c + d) > 0 ? count * sizeof(float) / seconds : 0;
    }

    private static float* Allocate()
    {
        float* buffer = (float*)NativeMemory.AlignedAlloc((nuint)Floats * sizeof(float), 4096);
        new Span<float>(buffer, (int)Floats).Fill(1f);
        return buffer;
    }
}

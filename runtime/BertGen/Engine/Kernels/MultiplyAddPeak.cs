using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BertGen.Engine.Kernels;

/// <summary>How many multiply-adds a processor does when it does nothing else, in the vectors that the kernels use: the floor of every product.</summary>
internal static class MultiplyAddPeak
{
    private const int Rounds = 500_000;
    private const int Chains = 10;
    private const int SamplesOfProcessors = 5;

    private static readonly Lazy<double> Measured = new(MeasureProcessors);

    /// <summary>Floating-point operations per second of all processors of this process at once; measured once, in some 10 ms.</summary>
    public static double OfProcessors => Measured.Value;

    /// <summary>One sample of one processor in the widest vectors that kernels have here, in floating-point operations per second; takes about 1 ms.</summary>
    public static double Sample() =>
        Vector512.IsHardwareAccelerated ? Sample<Simd512, Vector512<float>>()
        : Vector256.IsHardwareAccelerated ? Sample<Simd256, Vector256<float>>()
        : Sample<Simd128, Vector128<float>>();

    // Whatever the machine does besides only takes from it.
    private static double MeasureProcessors()
    {
        double[] best = new double[Environment.ProcessorCount];
        using var start = new Barrier(best.Length);
        Thread[] threads = [.. best.Select((_, processor) => new Thread(() =>
        {
            start.SignalAndWait();
            for (int i = 0; i < SamplesOfProcessors; i++)
            {
                best[processor] = Math.Max(best[processor], Sample());
            }
        })
        { IsBackground = true })];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return best.Sum();
    }

    private static double Sample<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        long start = Stopwatch.GetTimestamp();
        float sum = Run<TSimd, TVector>(Rounds);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        // The result is used, so that the loop is not optimised away.
        return sum > 0 ? 2.0 * TSimd.Count * Chains * Rounds / seconds : 0;
    }

    /// <summary>Ten chains of multiply-adds, more than the latency of the units needs.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Run<TSimd, TVector>(int rounds)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector x = TSimd.Broadcast(0.999999f), y = TSimd.Broadcast(1e-6f);
        TVector a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x;
        for (int round = 0; round < rounds; round++)
        {
            a = TSimd.MultiplyAdd(a, x, y);
            b = TSimd.MultiplyAdd(b, x, y);
            c = TSimd.MultiplyAdd(c, x, y);
            d = TSimd.MultiplyAdd(d, x, y);
            e = TSimd.MultiplyAdd(e, x, y);
            f = TSimd.MultiplyAdd(f, x, y);
            g = TSimd.MultiplyAdd(g, x, y);
            h = TSimd.MultiplyAdd(h, x, y);
            i = TSimd.MultiplyAdd(i, x, y);
            j = TSimd.MultiplyAdd(j, x, y);
        }

        TVector left = TSimd.Add(TSimd.Add(a, b), TSimd.Add(c, d)), right = TSimd.Add(TSimd.Add(e, f), TSimd.Add(g, h));
        return TSimd.Sum(TSimd.Add(TSimd.Add(left, right), TSimd.Add(i, j)));
    }
}

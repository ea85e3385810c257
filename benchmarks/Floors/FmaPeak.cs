using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BertGen.Benchmarks.Floors;

/// <summary>The floor of every product: how many multiply-adds one core does when it does nothing else.</summary>
internal static class FmaPeak
{
    private const int Rounds = 500_000;
    private const int Chains = 10;

    /// <summary>One sample, in floating-point operations per second; takes about 1 ms.</summary>
    public static double Sample()
    {
        long start = Stopwatch.GetTimestamp();
        Vector256<float> sum = Run(Rounds);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        // The result is used, so that the loop is not optimised away.
        return sum[0] > 0 ? 2.0 * Vector256<float>.Count * Chains * Rounds / seconds : 0;
    }

    /// <summary>One sample of several cores at the same time.</summary>
    public static double Sample(int threads) => Threads.Sum(threads, _ => Sample());

    /// <summary>Ten chains of multiply-adds, more than the latency of the units needs.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Vector256<float> Run(int rounds)
    {
        Vector256<float> x = Vector256.Create(0.999999f), y = Vector256.Create(1e-6f);
        Vector256<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x;
        for (int round = 0; round < rounds; round++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, y);
            b = Vector256.FusedMultiplyAdd(b, x, y);
            c = Vector256.FusedMultiplyAdd(c, x, y);
            d = Vector256.FusedMultiplyAdd(d, x, y);
            e = Vector256.FusedMultiplyAdd(e, x, y);
            f = Vector256.FusedMultiplyAdd(f, x, y);
            g = Vector256.FusedMultiplyAdd(g, x, y);
            h = Vector256.FusedMultiplyAdd(h, x, y);
            i = Vector256.FusedMultiplyAdd(i, x, y);
            j = Vector256.FusedMultiplyAdd(j, x, y);
        }

        return a + b + c + d + e + f + g + h + i + j;
    }
}

using BertGen.Engine.Kernels;

namespace BertGen.Benchmarks.Floors;

/// <summary>The floor of every product: how many multiply-adds cores do when they do nothing else, in the vectors that the kernels use.</summary>
internal static class FmaPeak
{
    /// <summary>One sample in the widest vectors that kernels have here, in floating-point operations per second; takes about 1 ms.</summary>
    public static double Sample() => MultiplyAddPeak.Sample();

    /// <summary>One sample of several cores at the same time.</summary>
    public static double Sample(int threads) => Threads.Sum(threads, _ => Sample());
}

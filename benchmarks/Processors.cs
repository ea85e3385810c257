using System.Diagnostics;

namespace BertGen.Benchmarks;

/// <summary>Binds measurements to processors.</summary>
internal static class Processors
{
    /// <summary>
    /// Binds the calling thread, and the threads and processes that it starts from now on, to some processors.
    /// </summary>
    /// <param name="numbers">Numbers of the processors, from 0.</param>
    public static void Bind(IEnumerable<int> numbers)
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            using var process = Process.GetCurrentProcess();
            process.ProcessorAffinity = (nint)numbers.Aggregate(0L, (mask, number) => mask | (1L << number));
        }
    }
}

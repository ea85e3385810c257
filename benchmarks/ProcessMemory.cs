using System.Diagnostics;

namespace BertGen.Benchmarks;

/// <summary>The memory of this process, in bytes.</summary>
internal static class ProcessMemory
{
    public static long Current => Read(process => process.WorkingSet64);

    public static long Peak => Read(process => process.PeakWorkingSet64);

    /// <summary>Lets the peak begin anew from here; Linux only, elsewhere it stays that of the whole process.</summary>
    public static void ResetPeak()
    {
        if (OperatingSystem.IsLinux())
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
    }

    private static long Read(Func<Process, long> value)
    {
        using Process process = Process.GetCurrentProcess();
        return value(process);
    }
}

using System.Numerics;
using System.Runtime.InteropServices;

namespace BertGen.Engine.Threading;

/// <summary>On which processor a thread runs.</summary>
internal static unsafe partial class ThreadPlacement
{
    /// <summary>A set of 1024 processors, as cpu_set_t is; with more, Linux refuses it and nothing is moved.</summary>
    private const int SetBytes = 128;

    private const int BitsPerWord = 64;

    /// <summary>
    /// Moves the calling thread to another of its processors if it runs on this one. A thread that is woken often runs where the one runs
    /// that has woken it, until Linux balances its load, which takes longer than a short text; two lanes of a call then do the work of one.
    /// </summary>
    /// <param name="processor">The processor that it leaves. It may come back to it later.</param>
    public static void Leave(int processor)
    {
        if (!OperatingSystem.IsLinux() || Thread.GetCurrentProcessorId() != processor || (uint)processor >= SetBytes * 8)
        {
            return;
        }

        ulong* own = stackalloc ulong[SetBytes / sizeof(ulong)];
        ulong* others = stackalloc ulong[SetBytes / sizeof(ulong)];
        if (GetAffinity(0, SetBytes, own) != 0)
        {
            return;
        }

        int left = 0;
        for (int i = 0; i < SetBytes / sizeof(ulong); i++)
        {
            others[i] = i == processor / BitsPerWord ? own[i] & ~(1UL << (processor % BitsPerWord)) : own[i];
            left += BitOperations.PopCount(others[i]);
        }

        // The thread is bound to the one processor.
        if (left > 0 && SetAffinity(0, SetBytes, others) == 0)
        {
            _ = SetAffinity(0, SetBytes, own);
        }
    }

    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    private static partial int GetAffinity(int thread, nuint bytes, ulong* processors);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nuint bytes, ulong* processors);
}

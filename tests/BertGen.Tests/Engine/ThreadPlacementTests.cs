using System.Runtime.InteropServices;
using BertGen.Engine.Threading;

namespace BertGen.Tests.Engine;

public sealed unsafe partial class ThreadPlacementTests
{
    private const int Attempts = 50;
    private const int SetBytes = 128;

    private static bool CanMove => OperatingSystem.IsLinux() && Environment.ProcessorCount > 1;

    // Linux may bring a thread back at once, so it has several attempts; one that is not moved at all stays for all of them.
    [Fact]
    public void AThreadLeavesTheProcessorOfItsCaller()
    {
        bool isElsewhere = false;
        OnThread(() =>
        {
            var placement = new ThreadPlacement();
            for (int i = 0; i < Attempts && !isElsewhere; i++)
            {
                int here = Thread.GetCurrentProcessorId();
                placement.Leave(here);
                isElsewhere = Thread.GetCurrentProcessorId() != here;
            }
        });
        Assert.Equal(CanMove, isElsewhere);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(int.MaxValue)]
    public void AThreadMayRunWhereItMightBefore(int processor)
    {
        string before = "", after = "";
        OnThread(() =>
        {
            before = Processors();
            var placement = new ThreadPlacement();
            placement.Leave(processor);
            placement.Leave(Thread.GetCurrentProcessorId());
            after = Processors();
        });
        Assert.Equal(before, after);
    }

    [Fact]
    public void AThreadStaysWhileItsProcessorsAreOthersThanAtFirst()
    {
        if (!CanMove)
        {
            return;
        }

        bool isBoundMoved = false, isFreeMoved = false;
        OnThread(() =>
        {
            ulong* all = stackalloc ulong[SetBytes / sizeof(ulong)];
            ulong* one = stackalloc ulong[SetBytes / sizeof(ulong)];
            _ = GetAffinity(0, SetBytes, all);
            var free = new ThreadPlacement();
            int here = Thread.GetCurrentProcessorId();
            one[here / 64] = 1UL << (here % 64);
            _ = SetAffinity(0, SetBytes, one);
            var bound = new ThreadPlacement();
            _ = SetAffinity(0, SetBytes, all);
            for (int i = 0; i < Attempts; i++)
            {
                isBoundMoved |= bound.Leave(Thread.GetCurrentProcessorId());
                isFreeMoved |= free.Leave(Thread.GetCurrentProcessorId());
            }
        });
        Assert.Equal((false, true), (isBoundMoved, isFreeMoved));
    }

    private static string Processors() =>
        OperatingSystem.IsLinux() ? File.ReadLines("/proc/thread-self/status").Single(line => line.StartsWith("Cpus_allowed:", StringComparison.Ordinal)) : "";

    // A thread of the test alone, so that no other test runs on one that was moved.
    private static void OnThread(Action action)
    {
        var thread = new Thread(action.Invoke);
        thread.Start();
        thread.Join();
    }

    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    private static partial int GetAffinity(int thread, nuint bytes, ulong* processors);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nuint bytes, ulong* processors);
}

using BertGen.Engine.Threading;

namespace BertGen.Tests.Engine;

public sealed class ThreadPlacementTests
{
    private const int Attempts = 50;

    private static bool CanMove => OperatingSystem.IsLinux() && Environment.ProcessorCount > 1;

    // Linux may bring a thread back at once, so it has several attempts; one that is not moved at all stays for all of them.
    [Fact]
    public void AThreadLeavesTheProcessorOfItsCaller()
    {
        bool isElsewhere = false;
        OnThread(() =>
        {
            for (int i = 0; i < Attempts && !isElsewhere; i++)
            {
                int here = Thread.GetCurrentProcessorId();
                ThreadPlacement.Leave(here);
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
            ThreadPlacement.Leave(processor);
            ThreadPlacement.Leave(Thread.GetCurrentProcessorId());
            after = Processors();
        });
        Assert.Equal(before, after);
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
}

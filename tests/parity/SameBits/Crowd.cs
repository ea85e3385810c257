using System.Collections.Concurrent;

namespace BertGen.Parity.SameBits;

/// <summary>Runs the same work on several threads that start together.</summary>
internal static class Crowd
{
    public static void Run(int callers, Action<int> work)
    {
        using var start = new Barrier(callers);
        var failures = new ConcurrentQueue<Exception>();
        Thread[] threads = [.. Enumerable.Range(0, callers).Select(caller => new Thread(() =>
        {
            start.SignalAndWait();
            try
            {
                work(caller);
            }
            catch (Exception failure)
            {
                failures.Enqueue(failure);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Empty(failures);
    }
}

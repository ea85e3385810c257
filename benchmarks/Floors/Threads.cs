namespace BertGen.Benchmarks.Floors;

/// <summary>The same measurement on several cores at once.</summary>
internal static class Threads
{
    /// <summary>Runs a measurement on each of some threads, all at the same time, and adds up what they reach.</summary>
    /// <param name="count">Number of threads; 1 is the calling one.</param>
    /// <param name="speed">Measures one thread's speed, by its number.</param>
    public static double Sum(int count, Func<int, double> speed)
    {
        double[] speeds = new double[count];
        using var start = new Barrier(count);
        Thread[] others = [.. Enumerable.Range(1, count - 1).Select(number => new Thread(() => Measure(number)))];
        foreach (Thread thread in others)
        {
            thread.Start();
        }

        Measure(0);
        foreach (Thread thread in others)
        {
            thread.Join();
        }

        return speeds.Sum();

        void Measure(int number)
        {
            start.SignalAndWait();
            speeds[number] = speed(number);
        }
    }
}

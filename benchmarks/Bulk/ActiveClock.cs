using System.Diagnostics;

namespace BertGen.Benchmarks.Bulk;

/// <summary>Counts the time of those turns in which a side goes on. It may be read while it is started and stopped.</summary>
internal sealed class ActiveClock
{
    private readonly Lock _lock = new();
    private readonly Stopwatch _watch = new();

    /// <summary>Seconds of all turns so far.</summary>
    public double Seconds
    {
        get
        {
            lock (_lock)
            {
                return _watch.Elapsed.TotalSeconds;
            }
        }
    }

    /// <summary>Begins a turn.</summary>
    public void Start()
    {
        lock (_lock)
        {
            _watch.Start();
        }
    }

    /// <summary>Ends a turn.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _watch.Stop();
        }
    }
}

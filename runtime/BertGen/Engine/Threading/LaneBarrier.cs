namespace BertGen.Engine.Threading;

/// <summary>
/// Makes the lanes of one call wait for each other. A lane spins first: between two operations of a short text there are
/// microseconds, less than it takes to wake a thread. Then it sleeps: on a busy machine the lane that it waits for may
/// need its processor.
/// </summary>
internal sealed class LaneBarrier
{
    /// <summary>Rounds of <see cref="SpinLength"/>, some 50 microseconds in all.</summary>
    private const int SpinRounds = 350;

    /// <summary>Normalised spins between two looks at the phase, some 150 ns.</summary>
    private const int SpinLength = 4;

    /// <summary>Milliseconds after which a sleeper looks for itself, so that none depends on being woken.</summary>
    private const int LongestSleep = 10;

    private readonly object _gate = new();
    private int _laneCount;
    private int _arrived;
    private int _sleepers;
    private volatile int _phase;
    private volatile bool _broken;

    /// <summary>Prepares the barrier for a call; no lane may be waiting.</summary>
    public void Reset(int laneCount)
    {
        _laneCount = laneCount;
        _arrived = 0;
        _broken = false;
    }

    /// <summary>Returns when every lane has called it as often as this one.</summary>
    /// <exception cref="OperationCanceledException">Another lane has failed.</exception>
    public void Wait()
    {
        int phase = _phase;
        if (Interlocked.Increment(ref _arrived) == _laneCount)
        {
            _arrived = 0;
            _phase = phase + 1;
            WakeSleepers();
            return;
        }

        for (int round = 0; round < SpinRounds && _phase == phase && !_broken; round++)
        {
            Thread.SpinWait(SpinLength);
        }

        if (_phase == phase)
        {
            Sleep(phase);
        }
    }

    /// <summary>Lets every waiting lane fail; never blocks.</summary>
    public void Break() => _broken = true;

    private void Sleep(int phase)
    {
        lock (_gate)
        {
            // Counted before the phase is looked at again, as the one who ends the phase looks at the count after it:
            // one of the two sees the other.
            Interlocked.Increment(ref _sleepers);
            try
            {
                while (_phase == phase && !_broken)
                {
                    Monitor.Wait(_gate, LongestSleep);
                }
            }
            finally
            {
                Interlocked.Decrement(ref _sleepers);
            }
        }

        if (_phase == phase)
        {
            throw new OperationCanceledException("Another thread of the same call has failed.");
        }
    }

    private void WakeSleepers()
    {
        Interlocked.MemoryBarrier();
        if (_sleepers > 0)
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }
}

namespace BertGen.Engine.Threading;

/// <summary>
/// Makes the lanes of one call wait for each other. It spins: between two operations of a short text there are
/// microseconds, less than it takes to wake a thread.
/// </summary>
internal sealed class LaneBarrier
{
    private int _laneCount;
    private int _arrived;
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
        if (_laneCount == 1)
        {
            return;
        }

        int phase = _phase;
        if (Interlocked.Increment(ref _arrived) == _laneCount)
        {
            _arrived = 0;
            _phase = phase + 1;
            return;
        }

        var spin = default(SpinWait);
        while (_phase == phase)
        {
            if (_broken)
            {
                throw new OperationCanceledException("Another thread of the same call has failed.");
            }

            // Never sleeps for a millisecond, but yields when there are more threads than processors.
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <summary>Lets every waiting lane fail.</summary>
    public void Break() => _broken = true;
}

namespace BertGen.Engine.Threading;

/// <summary>One background thread that runs a lane of a call when it is asked to.</summary>
internal sealed class Worker
{
    /// <summary>Rounds of spinning before the thread sleeps: some 60 microseconds, so that calls in a row find it awake.</summary>
    private const int SpinRounds = 200;

    /// <summary>Setting it never blocks, so a caller that is interrupted leaves no worker half started.</summary>
    private readonly AutoResetEvent _wake = new(initialState: false);
    private volatile ILaneJob? _job;
    private volatile bool _asleep;
    private int _lane;
    private int _callerProcessor;

    public Worker(int number)
    {
        var thread = new Thread(Loop) { IsBackground = true, Name = $"BertGen {number}" };
        thread.Start();
    }

    /// <summary>Starts a lane of a job; the worker must be idle.</summary>
    public void Start(ILaneJob job, int lane)
    {
        _lane = lane;
        _callerProcessor = Thread.GetCurrentProcessorId();
        _job = job;
        Interlocked.MemoryBarrier();
        if (_asleep)
        {
            _wake.Set();
        }
    }

    private void Loop()
    {
        var placement = new ThreadPlacement();
        while (true)
        {
            ILaneJob job = WaitForJob();
            int lane = _lane;
            _job = null;

            // Where it was just woken, it often is where the caller is.
            placement.Leave(_callerProcessor);
            job.RunLane(lane, this);
        }
    }

    private ILaneJob WaitForJob()
    {
        for (int round = 0; round < SpinRounds; round++)
        {
            if (_job is { } job)
            {
                return job;
            }

            Thread.SpinWait(8);
        }

        // Either this thread sees the job, or the caller sees that it sleeps; both is possible, and then the event stays
        // set and only makes the next sleep end at once.
        while (true)
        {
            _asleep = true;
            Interlocked.MemoryBarrier();
            if (_job is { } job)
            {
                _asleep = false;
                return job;
            }

            _wake.WaitOne();
            _asleep = false;
        }
    }
}

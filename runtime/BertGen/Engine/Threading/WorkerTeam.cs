namespace BertGen.Engine.Threading;

/// <summary>
/// The process's workers, one per processor beside the caller's. A call takes those that are idle and does without the
/// others, so that many calls at once never run more threads than there are callers and processors.
/// </summary>
internal sealed class WorkerTeam
{
    private readonly Lock _lock = new();
    private readonly Stack<Worker> _idle = new();
    private readonly int _size;
    private int _started;

    private WorkerTeam(int size) => _size = size;

    /// <summary>The workers of this process.</summary>
    public static WorkerTeam Shared { get; } = new(Environment.ProcessorCount - 1);

    /// <summary>Takes up to as many idle workers as <paramref name="workers"/> has room for.</summary>
    /// <returns>How many were taken.</returns>
    public int Take(Span<Worker> workers)
    {
        int taken = 0;
        lock (_lock)
        {
            while (taken < workers.Length && (_idle.Count > 0 || _started < _size))
            {
                workers[taken++] = _idle.Count > 0 ? _idle.Pop() : Start();
            }
        }

        return taken;
    }

    /// <summary>Gives a worker back that has nothing left to do.</summary>
    public void Return(Worker worker)
    {
        lock (_lock)
        {
            _idle.Push(worker);
        }
    }

    private Worker Start()
    {
        // Counted when it is there: starting a thread can fail.
        var worker = new Worker(_started + 1);
        _started++;
        return worker;
    }
}

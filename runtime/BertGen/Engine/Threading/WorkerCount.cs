namespace BertGen.Engine.Threading;

/// <summary>The workers of one call that are not done yet. Waiting for them allocates nothing.</summary>
internal sealed class WorkerCount
{
    private readonly ManualResetEventSlim _done = new(initialState: false, spinCount: 200);
    private int _left;

    /// <summary>Prepares for a call; no worker may be running.</summary>
    public void Reset(int workers)
    {
        _left = workers;
        _done.Reset();
    }

    /// <summary>Says that a worker is done.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _left) == 0)
        {
            _done.Set();
        }
    }

    /// <summary>
    /// Returns when all workers are done. They use memory of the caller, so it waits for them whatever happens to its thread; an
    /// interruption is handed on afterwards.
    /// </summary>
    public void Wait()
    {
        bool isInterrupted = false;
        while (Volatile.Read(ref _left) > 0)
        {
            try
            {
                _done.Wait();
            }
            catch (ThreadInterruptedException)
            {
                isInterrupted = true;
            }
        }

        if (isInterrupted)
        {
            Thread.CurrentThread.Interrupt();
        }
    }
}

using System.Runtime.ExceptionServices;

namespace BertGen.Engine.Threading;

/// <summary>
/// Runs numbered pieces of work on the threads of the team, each piece once, in any order. Running it allocates nothing.
/// </summary>
/// <param name="body">Does the piece of a number.</param>
internal sealed class WorkLoop(Action<int> body) : ILaneJob
{
    private readonly WorkerCount _working = new();
    private Worker[] _workers = [];
    private ExceptionDispatchInfo? _failure;
    private int _count;
    private int _next;

    /// <summary>
    /// Does the pieces from 0 to <paramref name="count"/> on as many threads as there are processors. The pool's threads are left alone:
    /// they may all be waiting for what the caller does.
    /// </summary>
    public static void Run(int count, Action<int> body)
    {
        if (count == 1)
        {
            body(0);
            return;
        }

        new WorkLoop(body).Run(count, Environment.ProcessorCount);
    }

    /// <summary>Does the pieces from 0 to <paramref name="count"/>, and returns when all are done.</summary>
    public void Run(int count, int maxThreads)
    {
        int useful = Math.Max(Math.Min(maxThreads, count) - 1, 0);
        if (_workers.Length < useful)
        {
            _workers = new Worker[useful];
        }

        (_count, _next, _failure) = (count, 0, null);
        int taken = WorkerTeam.Shared.Take(_workers.AsSpan(0, useful));
        _working.Reset(taken);
        for (int lane = taken; lane > 0; lane--)
        {
            _workers[lane - 1].Start(this, lane);
        }

        DoPieces();
        _working.Wait();
        _failure?.Throw();
    }

    /// <inheritdoc/>
    public void RunLane(int lane, Worker worker)
    {
        DoPieces();
        WorkerTeam.Shared.Return(worker);
        _working.Leave();
    }

    private void DoPieces()
    {
        try
        {
            for (int index; (index = Interlocked.Increment(ref _next) - 1) < _count;)
            {
                body(index);
            }
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
        }
    }
}

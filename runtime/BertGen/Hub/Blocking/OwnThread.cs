namespace BertGen.Hub.Blocking;

/// <summary>Runs a call of the system that knows no time limit on a thread of its own, and waits no longer than wanted.</summary>
internal static class OwnThread
{
    /// <param name="work">The call.</param>
    /// <param name="discard">Gets the result if it comes when nobody waits for it any more.</param>
    /// <param name="deadline">Ends the wait.</param>
    public static T Run<T>(Func<T> work, Action<T> discard, Deadline deadline)
    {
        var gate = new Lock();
        bool isDone = false, isAbandoned = false;
        T result = default!;
        System.Runtime.ExceptionServices.ExceptionDispatchInfo? error = null;
        var thread = new Thread(() =>
        {
            T value = default!;
            try
            {
                value = work();
            }
            catch (Exception e)
            {
                error = System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(e);
            }

            lock (gate)
            {
                (result, isDone) = (value, true);
                if (isAbandoned && error is null)
                {
                    discard(value);
                }
            }
        })
        {
            IsBackground = true,
            Name = "BertGen download",
        };
        thread.Start();
        try
        {
            while (!thread.Join(deadline.NextSlice()))
            {
            }
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            lock (gate)
            {
                isAbandoned = true;
                if (isDone && error is null)
                {
                    discard(result);
                }
            }

            throw;
        }

        error?.Throw();
        return result;
    }
}

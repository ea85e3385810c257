namespace BertGen.Hub;

/// <summary>Tries again after transient failures, with growing, randomly shortened waits.</summary>
internal static class Retries
{
    public const int MaxFailures = 5;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestRequestedWait = TimeSpan.FromMinutes(2);

    /// <param name="file">What is asked for.</param>
    /// <param name="budget">What all attempts together may take.</param>
    /// <param name="delay">Waits.</param>
    /// <param name="attempt">One attempt; a <see cref="TransientException"/> asks for another.</param>
    /// <param name="hasAdvanced">Whether the failed attempt got further than all before it, and so does not count as a repeated failure.</param>
    /// <param name="cancellation">Ends the waits.</param>
    /// <exception cref="HubException">No attempt succeeded.</exception>
    public static async ValueTask<T> RunAsync<T>(
        HubFile file, FileBudget budget, Func<TimeSpan, CancellationToken, ValueTask> delay, Func<ValueTask<T>> attempt, Func<bool> hasAdvanced, CancellationToken cancellation)
    {
        for (int failures = 0; ;)
        {
            TimeSpan wait;
            try
            {
                return await attempt().ConfigureAwait(false);
            }
            catch (TransientException e)
            {
                failures = e.IsProgress && hasAdvanced() ? 1 : failures + 1;
                if (failures == MaxFailures)
                {
                    throw file.Error(e.Failure, $"{e.Message}, and so at each of {failures} attempts.", e);
                }

                if (e.RetryAfter > LongestRequestedWait)
                {
                    throw file.Error(e.Failure, $"{e.Message}, and asks to wait {e.RetryAfter.Value.TotalSeconds:0} seconds; try again then.", e);
                }

                wait = Wait(failures, e.RetryAfter);
                if (budget.Count(wait) is { } end)
                {
                    throw file.Error(e.Failure, $"{e.Message}, {end}.", e);
                }
            }

            await delay(wait, cancellation).ConfigureAwait(false);
        }
    }

    // The random part keeps many programs that failed together from coming back together.
    private static TimeSpan Wait(int failures, TimeSpan? requested)
    {
        TimeSpan wait = FirstWait * Math.Pow(2, failures - 1) * (0.5 + (0.5 * Random.Shared.NextDouble()));
        return requested > wait ? requested.Value : wait;
    }
}

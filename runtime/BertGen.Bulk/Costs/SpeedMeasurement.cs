using BertGen.Bulk.Input;
using BertGen.Bulk.Working;

namespace BertGen.Bulk.Costs;

/// <summary>Embeds some texts as a worker does, with as many calls at once, until it is known how fast that is.</summary>
/// <param name="model">The model.</param>
/// <param name="sample">The input.</param>
/// <param name="time">How long it takes, about, without the first calls and the warming rounds; null where only what texts have for pieces is asked for, and not the speed.</param>
/// <param name="clock">Tells time.</param>
internal sealed class SpeedMeasurement(BulkModel model, CostSample sample, TimeSpan? time, TimeProvider clock)
{
    private const int FirstTexts = 64, UntimedTexts = 256;
    private const int FewestRounds = 3, WarmingRounds = 3;

    private static readonly TimeSpan RoundTime = TimeSpan.FromSeconds(1);

    /// <summary>Embeds.</summary>
    /// <param name="cancellationToken">Ends the measurement.</param>
    /// <returns>Texts that were embedded, with their vectors, and the seconds that they take a worker; 0 where it was not asked for.</returns>
    public async Task<(Portion Portion, double Seconds)> RunAsync(CancellationToken cancellationToken)
    {
        (Portion first, _, _) = await EmbedAsync(time is null ? UntimedTexts : FirstTexts, cancellationToken).ConfigureAwait(false);
        if (time is not { } wanted || first.Rows.Count == 0)
        {
            return (first, 0);
        }

        // The first calls are slower than those that follow: code is still compiled meanwhile.
        first.Dispose();
        (Portion few, _, double fewSeconds) = await EmbedAsync(FirstTexts, cancellationToken).ConfigureAwait(false);
        int count = (int)Math.Clamp(few.Rows.Count * RoundTime.TotalSeconds / fewSeconds, FirstTexts, Portion.MaxRows);
        few.Dispose();
        (Portion portion, long work, _) = await EmbedAsync(count, cancellationToken).ConfigureAwait(false);

        // What runs often is compiled again in these seconds: a run is at work for hours.
        for (int i = 0; i < WarmingRounds; i++)
        {
            await TimeAsync(portion.Rows, cancellationToken).ConfigureAwait(false);
        }

        // What else the machine does now, it is likely to do while the run is at work: all that was done counts with all the time that it took. Rounds are longer where
        // the machine is slower, and the mean of their speeds would count the slow ones for less than their time.
        int rounds = Math.Max(FewestRounds, (int)Math.Ceiling(wanted / RoundTime));
        (long allWork, double allSeconds) = (0, 0);
        for (int i = 0; i < rounds; i++)
        {
            (long roundWork, double seconds) = await TimeAsync(portion.Rows, cancellationToken).ConfigureAwait(false);
            (allWork, allSeconds) = (allWork + roundWork, allSeconds + seconds);
        }

        return (portion, work * allSeconds / allWork);
    }

    /// <summary>A worker has several batches of like length at work, whatever the model's speed: so have these.</summary>
    private Portion PortionOf(IReadOnlyList<InputRow> rows) => new(rows, [], model.Identity.Dimensions, Math.Clamp(rows.Count / (2 * model.Lanes), 1, TextBatches.MaxTexts));

    /// <summary>Embeds some rows of the sample: all of them several times where it has fewer, so that each counts as much as the others.</summary>
    private async Task<(Portion Portion, long Work, double Seconds)> EmbedAsync(int count, CancellationToken cancellationToken)
    {
        InputRow[] taken = sample.Take(count);
        Portion portion = PortionOf([.. Enumerable.Repeat(taken, Math.Max(1, count / Math.Max(1, taken.Length))).SelectMany(rows => rows)]);
        (long work, double seconds) = await RunLanesAsync(portion, batch => batch < portion.Batches.Count, cancellationToken).ConfigureAwait(false);
        return (portion, work, seconds);
    }

    /// <summary>Embeds every batch, and again until the time of a round is over.</summary>
    /// <returns>What was done, and the seconds that it took.</returns>
    private async Task<(long Work, double Seconds)> TimeAsync(IReadOnlyList<InputRow> rows, CancellationToken cancellationToken)
    {
        using Portion portion = PortionOf(rows);
        long start = clock.GetTimestamp();
        return await RunLanesAsync(portion, batch => batch < portion.Batches.Count || clock.GetElapsedTime(start) < RoundTime, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Embeds batches with as many calls at once as a worker has. Each call counts its own time, and one that has counted enough goes on until the others have: a
    /// worker always has a next batch, and a call beside which there is none has all processors.
    /// </summary>
    /// <returns>Pieces, or texts where the model tells no pieces, and the seconds that they take all calls together.</returns>
    private async Task<(long Work, double Seconds)> RunLanesAsync(Portion portion, Func<int, bool> goesOn, CancellationToken cancellationToken)
    {
        var embedder = new PortionEmbedder(model);
        int next = -1, counting = model.Lanes;
        (long Work, double Seconds)[] lanes = await Task.WhenAll(Enumerable.Range(0, model.Lanes).Select(_ => Task.Run(
            async () =>
            {
                try
                {
                    long work = 0, start = clock.GetTimestamp();
                    for (int i = Interlocked.Increment(ref next); goesOn(i); i = Interlocked.Increment(ref next))
                    {
                        int[] batch = portion.Batches[i % portion.Batches.Count];
                        long pieces = await embedder.EmbedAsync(portion, batch, cancellationToken).ConfigureAwait(false);
                        work += pieces > 0 ? pieces : batch.Length;
                    }

                    double seconds = clock.GetElapsedTime(start).TotalSeconds;
                    if (Interlocked.Decrement(ref counting) > 0 && work > 0)
                    {
                        using Portion beside = PortionOf(portion.Rows);
                        for (int i = 0; Volatile.Read(ref counting) > 0; i++)
                        {
                            await embedder.EmbedAsync(beside, beside.Batches[i % beside.Batches.Count], cancellationToken).ConfigureAwait(false);
                        }
                    }

                    return (work, seconds);
                }
                catch
                {
                    // Nobody waits for one that has failed.
                    Interlocked.Exchange(ref counting, 0);
                    throw;
                }
            },
            cancellationToken))).ConfigureAwait(false);
        long all = lanes.Sum(lane => lane.Work);
        return (all, all / lanes.Sum(lane => lane.Work > 0 ? lane.Work / lane.Seconds : 0));
    }
}

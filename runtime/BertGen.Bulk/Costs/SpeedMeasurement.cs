using System.Diagnostics;
using BertGen.Bulk.Input;
using BertGen.Bulk.Working;

namespace BertGen.Bulk.Costs;

/// <summary>Embeds some texts as a worker does, with as many calls at once, until it is known how fast that is.</summary>
/// <param name="model">The model.</param>
/// <param name="sample">The input.</param>
internal sealed class SpeedMeasurement(BulkModel model, CostSample sample)
{
    private const int FirstTexts = 64, UntimedTexts = 256;
    private const int Rounds = 3;

    private static readonly TimeSpan RoundTime = TimeSpan.FromSeconds(1);

    /// <summary>Embeds.</summary>
    /// <param name="timed">Whether the speed is asked for; otherwise what texts have for pieces.</param>
    /// <param name="cancellationToken">Ends the measurement.</param>
    /// <returns>Texts that were embedded, with their vectors, and the seconds that one piece takes all processors; 0 where it was not asked for.</returns>
    public async Task<(Portion Portion, double PieceSeconds)> RunAsync(bool timed, CancellationToken cancellationToken)
    {
        (Portion portion, double seconds) = await EmbedAsync(timed ? FirstTexts : UntimedTexts, cancellationToken).ConfigureAwait(false);
        if (!timed || portion.Rows.Count == 0)
        {
            return (portion, 0);
        }

        // The first calls are slower than those that follow: code is still compiled meanwhile.
        (portion, seconds) = await EmbedAsync(FirstTexts, cancellationToken).ConfigureAwait(false);
        (portion, _) = await EmbedAsync((int)Math.Clamp(portion.Rows.Count * RoundTime.TotalSeconds / seconds, FirstTexts, Portion.MaxRows), cancellationToken).ConfigureAwait(false);
        double[] rounds = new double[Rounds];
        for (int i = 0; i < Rounds; i++)
        {
            rounds[i] = await TimeAsync(portion.Rows, cancellationToken).ConfigureAwait(false);
        }

        // What else the machine does now, it is likely to do while the run is at work: the fastest round would promise too much.
        return (portion, rounds.Order().ElementAt(Rounds / 2));
    }

    /// <summary>Rows of the sample, again and again where it has fewer. A worker has several batches of like length at work, whatever the model's speed: so have these.</summary>
    private Portion PortionOf(IReadOnlyList<InputRow> rows) => new(rows, [], model.Identity.Dimensions, Math.Clamp(rows.Count / (2 * model.Lanes), 1, TextBatches.MaxTexts));

    private async Task<(Portion Portion, double Seconds)> EmbedAsync(int count, CancellationToken cancellationToken)
    {
        InputRow[] taken = sample.Take(count);
        Portion portion = PortionOf([.. Enumerable.Range(0, taken.Length > 0 ? count : 0).Select(i => taken[i % taken.Length])]);
        long start = Stopwatch.GetTimestamp();
        await RunLanesAsync(portion, round => round < portion.Batches.Count, cancellationToken).ConfigureAwait(false);
        return (portion, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>
    /// Embeds every batch, and again until the time of a round is over. Each call counts its own time: that of a worker, which always has a next batch, ends
    /// with none of them waiting for another.
    /// </summary>
    /// <returns>Seconds of a piece.</returns>
    private async Task<double> TimeAsync(IReadOnlyList<InputRow> rows, CancellationToken cancellationToken)
    {
        Portion portion = PortionOf(rows);
        long start = Stopwatch.GetTimestamp();
        double rate = await RunLanesAsync(portion, round => round < portion.Batches.Count || Stopwatch.GetElapsedTime(start) < RoundTime, cancellationToken).ConfigureAwait(false);
        return 1 / Math.Max(1, rate);
    }

    /// <returns>Pieces a second of all lanes.</returns>
    private async Task<double> RunLanesAsync(Portion portion, Func<int, bool> goesOn, CancellationToken cancellationToken)
    {
        var embedder = new PortionEmbedder(model);
        int next = -1;
        double[] rates = await Task.WhenAll(Enumerable.Range(0, model.Lanes).Select(_ => Task.Run(
            async () =>
            {
                long pieces = 0, start = Stopwatch.GetTimestamp();
                for (int i = Interlocked.Increment(ref next); goesOn(i); i = Interlocked.Increment(ref next))
                {
                    pieces += await embedder.EmbedAsync(portion, portion.Batches[i % portion.Batches.Count], cancellationToken).ConfigureAwait(false);
                }

                return pieces / Stopwatch.GetElapsedTime(start).TotalSeconds;
            },
            cancellationToken))).ConfigureAwait(false);
        return rates.Sum();
    }
}

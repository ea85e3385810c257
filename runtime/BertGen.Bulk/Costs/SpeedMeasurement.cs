using System.Diagnostics;
using BertGen.Bulk.Input;
using BertGen.Bulk.Working;

namespace BertGen.Bulk.Costs;

/// <summary>Embeds some texts as a worker does, with as many calls at once, until it is known how fast that is.</summary>
/// <param name="model">The model.</param>
/// <param name="sample">The input.</param>
internal sealed class SpeedMeasurement(BulkModel model, CostSample sample)
{
    private const int FirstTexts = 64, UntimedTexts = 256, MaxTexts = 2 * TextBatches.MaxTexts;
    private const int Rounds = 3;

    private static readonly TimeSpan RoundTime = TimeSpan.FromSeconds(1);

    /// <summary>Embeds.</summary>
    /// <param name="timed">Whether the speed is asked for; otherwise what texts have for pieces.</param>
    /// <param name="cancellationToken">Ends the measurement.</param>
    /// <returns>The texts that were embedded last, with their vectors, and the seconds that this took.</returns>
    public async Task<(Portion Portion, double Seconds)> RunAsync(bool timed, CancellationToken cancellationToken)
    {
        (Portion portion, double seconds) = await EmbedAsync(sample.Take(timed ? FirstTexts : UntimedTexts), cancellationToken).ConfigureAwait(false);
        if (!timed || portion.Rows.Count == 0)
        {
            return (portion, seconds);
        }

        // The first calls are slower than those that follow: code is still compiled meanwhile.
        (portion, seconds) = await EmbedAsync(sample.Take(FirstTexts), cancellationToken).ConfigureAwait(false);
        InputRow[] rows = sample.Take((int)Math.Clamp(portion.Rows.Count * RoundTime.TotalSeconds / seconds, FirstTexts, MaxTexts));
        var rounds = new List<(Portion Portion, double Seconds)>();
        for (int i = 0; i < Rounds; i++)
        {
            rounds.Add(await EmbedAsync(rows, cancellationToken).ConfigureAwait(false));
        }

        // Of one machine, what else it does makes a round slower, and nothing makes one faster.
        return rounds.MinBy(round => round.Seconds);
    }

    private async Task<(Portion Portion, double Seconds)> EmbedAsync(InputRow[] rows, CancellationToken cancellationToken)
    {
        var portion = new Portion(rows, [], model.Identity.Dimensions);
        var embedder = new PortionEmbedder(model);
        int next = -1;
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, model.Lanes).Select(_ => Task.Run(
            async () =>
            {
                for (int i = Interlocked.Increment(ref next); i < portion.Batches.Count; i = Interlocked.Increment(ref next))
                {
                    await embedder.EmbedAsync(portion, portion.Batches[i], cancellationToken).ConfigureAwait(false);
                }
            },
            cancellationToken))).ConfigureAwait(false);
        return (portion, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}

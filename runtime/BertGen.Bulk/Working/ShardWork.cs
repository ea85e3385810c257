using System.Threading.Channels;
using BertGen.Bulk.Protocol;

namespace BertGen.Bulk.Working;

/// <summary>
/// Embeds a shard: reading, embedding and writing go on at once, with a bounded number of portions between them. Portions are written in their order,
/// whatever the order in which their batches are embedded.
/// </summary>
/// <param name="folder">The folder of the run.</param>
/// <param name="run">What it pins.</param>
/// <param name="runHash">The hash of that.</param>
/// <param name="model">The model.</param>
/// <param name="progress">Told of every portion.</param>
internal sealed class ShardWork(RunFolder folder, RunFile run, string runHash, BulkModel model, WorkProgress progress)
{
    /// <summary>Portions that are read and not written yet, beside those that are at work.</summary>
    private const int WaitingPortions = 2;

    private readonly PortionEmbedder _embedder = new(model);

    /// <summary>Embeds a shard.</summary>
    /// <param name="shard">Its number.</param>
    /// <param name="cancellationToken">Ends the work; nothing of the shard is published then.</param>
    /// <returns>Its record.</returns>
    /// <exception cref="BulkException">A file cannot be read or written, or a row is malformed and malformed rows are not skipped.</exception>
    public async Task<ShardRecord> RunAsync(int shard, CancellationToken cancellationToken)
    {
        using var writer = new ShardWriter(folder, run, runHash, shard);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ordered = Channel.CreateBounded<Portion>(new BoundedChannelOptions(WaitingPortions) { SingleReader = true, SingleWriter = true });
        var batches = Channel.CreateUnbounded<(Portion Portion, int[] Batch)>(new UnboundedChannelOptions { SingleWriter = true });
        Task[] tasks =
        [
            Task.Run(() => ReadAsync(run.Shards[shard], ordered.Writer, batches.Writer, stop.Token), CancellationToken.None),
            .. Enumerable.Range(0, model.Lanes).Select(_ => Task.Run(() => EmbedAsync(batches.Reader, stop.Token), CancellationToken.None)),
            Task.Run(() => WriteAsync(writer, ordered.Reader, stop.Token), CancellationToken.None),
        ];
        try
        {
            await FirstFailureAsync(tasks).ConfigureAwait(false);
        }
        catch
        {
            // Nobody may use the writer or the model after this call has ended.
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        return writer.Publish();
    }

    private static async Task FirstFailureAsync(Task[] tasks)
    {
        await foreach (Task task in Task.WhenEach(tasks).ConfigureAwait(false))
        {
            await task.ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(Shard shard, ChannelWriter<Portion> ordered, ChannelWriter<(Portion, int[])> batches, CancellationToken cancellationToken)
    {
        foreach (Portion portion in PortionReader.Portions(folder, run, shard))
        {
            if (!run.Input.SkipMalformed && portion.Malformed.Count > 0)
            {
                throw new BulkException(portion.Malformed[0].Problem!);
            }

            await ordered.WriteAsync(portion, cancellationToken).ConfigureAwait(false);
            foreach (int[] batch in portion.Batches)
            {
                await batches.WriteAsync((portion, batch), cancellationToken).ConfigureAwait(false);
            }
        }

        ordered.Complete();
        batches.Complete();
    }

    private async Task EmbedAsync(ChannelReader<(Portion Portion, int[] Batch)> batches, CancellationToken cancellationToken)
    {
        await foreach ((Portion portion, int[] batch) in batches.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            await _embedder.EmbedAsync(portion, batch, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(ShardWriter writer, ChannelReader<Portion> ordered, CancellationToken cancellationToken)
    {
        await foreach (Portion portion in ordered.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            await portion.Done.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (!run.Input.SkipMalformed && Array.Find(portion.Refusals, refusal => refusal is not null) is { } refusal)
            {
                throw new BulkException(refusal);
            }

            writer.Write(portion);
            progress.Add(portion);
        }
    }
}

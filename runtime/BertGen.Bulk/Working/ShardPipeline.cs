using System.Diagnostics;
using System.Threading.Channels;
using BertGen.Bulk.Protocol;

namespace BertGen.Bulk.Working;

/// <summary>
/// Embeds shards one after the other: reading, embedding and writing go on at once, with a bounded number of portions between them, also from one shard to the
/// next, which is read and embedded while the last rows of the one before are written and brought to the disk. Portions are written in their order, whatever the
/// order in which their batches are embedded, and shards are published in the order in which they were taken.
/// </summary>
/// <param name="folder">The folder of the run.</param>
/// <param name="run">What it pins.</param>
/// <param name="runHash">The hash of that.</param>
/// <param name="model">The model.</param>
/// <param name="progress">Told of every portion, and of every shard.</param>
internal sealed class ShardPipeline(RunFolder folder, RunFile run, string runHash, BulkModel model, WorkProgress progress)
{
    /// <summary>Portions that are read and not written yet, beside those that are at work.</summary>
    private const int WaitingPortions = 2;

    /// <summary>Shards that are taken and not published: one that is written, and one that is read. More would keep from other workers what they could do.</summary>
    private const int ShardsInHand = 2;

    /// <summary>Portions that are there at once: beside those that wait, one is read and one is written.</summary>
    private const int PortionsAtOnce = WaitingPortions + 2;

    private readonly WorkMemory _memory = new(run.Model.Dimensions, PortionsAtOnce, model.Lanes);

    // Shards in hand, in the order in which they were taken.
    private readonly Queue<ShardInHand> _inHand = new();
    private readonly Lock _lock = new();

    /// <summary>Embeds shards. What fails ends the work when all rows before it are written.</summary>
    /// <param name="shards">The shards; each is asked for when the one before is read, and its claim ends when it is published.</param>
    /// <param name="cancellationToken">Ends the work; nothing of a shard that is not whole is published then.</param>
    /// <exception cref="BulkException">A file cannot be read or written, or a row is malformed and malformed rows are not skipped.</exception>
    public async Task RunAsync(IAsyncEnumerable<TakenShard> shards, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var room = new SemaphoreSlim(ShardsInHand);
        var ordered = Channel.CreateBounded<(ShardInHand Shard, Portion? Portion)>(new BoundedChannelOptions(WaitingPortions) { SingleReader = true, SingleWriter = true });
        var batches = Channel.CreateUnbounded<(Portion Portion, int[] Batch)>(new UnboundedChannelOptions { SingleWriter = true });
        Task[] tasks =
        [
            Task.Run(() => ReadAsync(shards, room, ordered.Writer, batches.Writer, stop.Token), CancellationToken.None),
            .. Enumerable.Range(0, model.Lanes).Select(_ => Task.Run(() => EmbedAsync(batches.Reader, stop.Token), CancellationToken.None)),
            Task.Run(() => WriteAsync(ordered.Reader, room, stop.Token), CancellationToken.None),
        ];
        try
        {
            await FirstFailureAsync(tasks).ConfigureAwait(false);
        }
        catch
        {
            // Nobody may use the writers or the model after this call has ended.
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (ShardInHand shard in _inHand)
            {
                // What failed first is told, and no claim is kept because another one cannot be given back.
                await shard.DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            throw;
        }
    }

    private static async Task FirstFailureAsync(Task[] tasks)
    {
        await foreach (Task task in Task.WhenEach(tasks).ConfigureAwait(false))
        {
            await task.ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(
        IAsyncEnumerable<TakenShard> shards, SemaphoreSlim room, ChannelWriter<(ShardInHand, Portion?)> ordered, ChannelWriter<(Portion, int[])> batches, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            // There is room for one before it is taken.
            IAsyncEnumerator<TakenShard> taken = shards.GetAsyncEnumerator(cancellationToken);
            await using (taken.ConfigureAwait(false))
            {
                await room.WaitAsync(cancellationToken).ConfigureAwait(false);
                while (await taken.MoveNextAsync().ConfigureAwait(false))
                {
                    await ReadShardAsync(await TakeAsync(taken.Current).ConfigureAwait(false), ordered, batches, cancellationToken).ConfigureAwait(false);
                    await room.WaitAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The shard before may not be written yet: it is, before its worker ends by this one.
            failure = e;
        }

        ordered.Complete(failure);
        batches.Complete();
    }

    private async Task<ShardInHand> TakeAsync(TakenShard taken)
    {
        try
        {
            var shard = new ShardInHand(taken, new ShardWriter(folder, run, runHash, taken.Number, _memory.Encoded));
            lock (_lock)
            {
                _inHand.Enqueue(shard);
            }

            return shard;
        }
        catch
        {
            await taken.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task ReadShardAsync(ShardInHand shard, ChannelWriter<(ShardInHand, Portion?)> ordered, ChannelWriter<(Portion, int[])> batches, CancellationToken cancellationToken)
    {
        foreach (Portion portion in PortionReader.Portions(folder, run, run.Shards[shard.Number], _memory))
        {
            if (!run.Input.SkipMalformed && portion.Malformed.Count > 0)
            {
                throw new BulkException(portion.Malformed[0].Problem!);
            }

            await ordered.WriteAsync((shard, portion), cancellationToken).ConfigureAwait(false);
            foreach (int[] batch in portion.Batches)
            {
                await batches.WriteAsync((portion, batch), cancellationToken).ConfigureAwait(false);
            }
        }

        await ordered.WriteAsync((shard, null), cancellationToken).ConfigureAwait(false);
    }

    private async Task EmbedAsync(ChannelReader<(Portion Portion, int[] Batch)> batches, CancellationToken cancellationToken)
    {
        var embedder = new PortionEmbedder(model, _memory.Batches);
        await foreach ((Portion portion, int[] batch) in batches.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await embedder.EmbedAsync(portion, batch, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                portion.Fail(e);
            }
        }
    }

    private async Task WriteAsync(ChannelReader<(ShardInHand Shard, Portion? Portion)> ordered, SemaphoreSlim room, CancellationToken cancellationToken)
    {
        long published = 0;
        await foreach ((ShardInHand shard, Portion? portion) in ordered.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (portion is not null)
            {
                await WriteAsync(shard.Writer, portion, cancellationToken).ConfigureAwait(false);
                continue;
            }

            shard.Writer.Publish();

            // What two shards have in common of their time counts for the first.
            progress.AddShard(Stopwatch.GetElapsedTime(Math.Max(shard.Start, published)));
            published = Stopwatch.GetTimestamp();
            lock (_lock)
            {
                _inHand.Dequeue();
            }

            await shard.DisposeAsync().ConfigureAwait(false);
            room.Release();
        }
    }

    private async Task WriteAsync(ShardWriter writer, Portion portion, CancellationToken cancellationToken)
    {
        await portion.Done.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!run.Input.SkipMalformed && Array.Find(portion.Refusals, refusal => refusal is not null) is { } refusal)
        {
            throw new BulkException(refusal);
        }

        writer.Write(portion);
        progress.Add(portion);
        portion.Dispose();
    }
}

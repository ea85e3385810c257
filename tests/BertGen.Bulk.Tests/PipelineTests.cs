using BertGen.Bulk.Tests.Harness;

namespace BertGen.Bulk.Tests;

/// <summary>A worker at the border between two shards.</summary>
public sealed class PipelineTests : IDisposable
{
    private const int Rows = 3;

    // What waits so long waits for ever.
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly RunPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task TheNextShardIsEmbeddedBeforeTheLastOneIsGivenBack()
    {
        var model = new Recorder();
        BulkRun run = await PlanAsync(2, model);

        // Whichever shard is taken first: its claim ends only when a text of the other one is embedded.
        var claims = new Claims((shard, isFirst) => isFirst ? model.Seen(TextOf(1 - shard, 0)).WaitAsync(Long) : Task.CompletedTask);
        await run.WorkAsync(model, new WorkOptions { Claim = true, Claims = claims });
        Assert.True(run.Status().IsDone);
        Assert.Equal(0, claims.Held);
    }

    [Fact]
    public async Task NoMoreThanTwoShardsAreTakenAtATime()
    {
        var model = new Recorder();
        BulkRun run = await PlanAsync(7, model);
        var claims = new Claims((_, _) => Task.Delay(1));
        await run.WorkAsync(model, new WorkOptions { Claim = true, Claims = claims });
        Assert.True(run.Status().IsDone);
        Assert.Equal((7, 2, 0), (claims.Taken, claims.MostHeld, claims.Held));
    }

    [Fact]
    public async Task WhatFailsInOneShardFailsNoneBeforeIt()
    {
        // The first text is embedded only when one of the second shard has failed.
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var model = new Recorder(async text =>
        {
            if (text == TextOf(0, 0))
            {
                await failed.Task.WaitAsync(Long);
            }
            else if (text == TextOf(1, 0))
            {
                failed.TrySetResult();
                throw new InvalidOperationException("planted");
            }
        });
        BulkRun run = await PlanAsync(3, model);
        InvalidOperationException problem = await Assert.ThrowsAsync<InvalidOperationException>(() => run.WorkAsync(model));
        Assert.Equal(("planted", 1), (problem.Message, run.Status().DoneShards));
        Assert.Contains("000000.npy", RunPlace.Shards(run.Folder).Keys);
        Assert.DoesNotContain(RunPlace.Shards(run.Folder).Keys, name => name.StartsWith('.') || name.StartsWith("000001", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ClaimsOfAWorkerThatFailsAreGivenBack()
    {
        var model = new Recorder(text => text == TextOf(2, 1) ? throw new InvalidOperationException("planted") : Task.CompletedTask);
        BulkRun run = await PlanAsync(4, model);
        var claims = new Claims((_, _) => Task.CompletedTask);
        await Assert.ThrowsAsync<InvalidOperationException>(() => run.WorkAsync(model, new WorkOptions { Claim = true, Claims = claims }));
        Assert.Equal(0, claims.Held);
    }

    [Fact]
    public async Task AClaimThatCannotBeGivenBackKeepsNoOtherOneAndHidesNoFailure()
    {
        // The shard that is taken first fails when the other one is in hand, too.
        var other = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var claims = new Claims((_, isFirst) => isFirst ? throw new IOException("not given back") : Task.CompletedTask);
        var model = new Recorder(async text =>
        {
            if (text.EndsWith($" of {claims.First}", StringComparison.Ordinal))
            {
                await other.Task.WaitAsync(Long);
                throw new InvalidOperationException("planted");
            }

            other.TrySetResult();
        });
        BulkRun run = await PlanAsync(4, model);
        InvalidOperationException problem = await Assert.ThrowsAsync<InvalidOperationException>(() => run.WorkAsync(model, new WorkOptions { Claim = true, Claims = claims }));
        Assert.Equal(("planted", 2, 1), (problem.Message, claims.Taken, claims.Held));
    }

    private static string TextOf(int shard, int row) => $"text {row} of {shard}";

    private Task<BulkRun> PlanAsync(int shards, BulkModel model)
    {
        string input = _place.WriteJsonLines("in.jsonl", Enumerable.Range(0, shards * Rows).Select(i => ($"{i}", TextOf(i / Rows, i % Rows))));
        return BulkRun.PlanAsync(_place.Run, RunPlace.PlanOf(input) with { RowsPerShard = Rows }, model);
    }

    /// <summary>A model that tells which texts it was given.</summary>
    /// <param name="before">What happens before a text is embedded.</param>
    private sealed class Recorder(Func<string, Task>? before = null) : BulkModel
    {
        private readonly Dictionary<string, TaskCompletionSource> _seen = [];

        public override ModelIdentity Identity { get; } = new() { Name = "recorder", Dimensions = 1 };

        /// <summary>Ends when a text is embedded.</summary>
        public Task Seen(string text) => SourceOf(text).Task;

        public override async ValueTask<long> EmbedAsync(IReadOnlyList<string> texts, Memory<float> destination, CancellationToken cancellationToken)
        {
            foreach (string text in texts)
            {
                await (before?.Invoke(text) ?? Task.CompletedTask);
                SourceOf(text).TrySetResult();
            }

            destination.Span[..texts.Count].Fill(1);
            return texts.Count;
        }

        private TaskCompletionSource SourceOf(string text)
        {
            lock (_seen)
            {
                return _seen.TryGetValue(text, out TaskCompletionSource? source) ? source : _seen[text] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <summary>Claims that are always granted once.</summary>
    /// <param name="end">What happens before the claim of a shard ends, which may be the first one that was taken.</param>
    private sealed class Claims(Func<int, bool, Task> end) : IShardClaims
    {
        private readonly Lock _lock = new();

        public int Taken { get; private set; }

        /// <summary>The shard that was taken first.</summary>
        public int? First { get; private set; }

        public int Held { get; private set; }

        public int MostHeld { get; private set; }

        public ValueTask<IAsyncDisposable?> TryTakeAsync(int shard, CancellationToken cancellationToken)
        {
            lock (_lock)
            {
                Taken++;
                First ??= shard;
                MostHeld = Math.Max(MostHeld, ++Held);
                return ValueTask.FromResult<IAsyncDisposable?>(new Claim(this, shard, Taken == 1));
            }
        }

        private sealed class Claim(Claims owner, int shard, bool isFirst) : IAsyncDisposable
        {
            public async ValueTask DisposeAsync()
            {
                await owner.End(shard, isFirst);
                lock (owner._lock)
                {
                    owner.Held--;
                }
            }
        }

        private Func<int, bool, Task> End => end;
    }
}

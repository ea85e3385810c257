using System.Diagnostics;
using BertGen.Serving.Batching;

namespace BertGen.AspNetCore.Tests.Batching;

/// <summary>Batches over many callers, with work that is held until a test lets it go: no test depends on time.</summary>
public sealed class TextBatcherTests : IDisposable
{
    private const int Many = 1_000_000;

    private readonly Calls _calls = new();
    private readonly List<BatchReport> _reports = [];
    private TextBatcher? _batcher;

    public void Dispose()
    {
        _calls.Pass(Many);
        _batcher?.Dispose();
    }

    [Fact]
    public async Task TextsThatComeDuringABatchShareTheNext()
    {
        Start(pieces: 10);
        Task<string[]> first = Ask("a");
        await _calls.EnteredAsync();
        Task<string[]> second = Ask("b", "c"), third = Ask("d");
        _calls.Pass(2);
        Assert.Equal(["a of 1"], await first);
        Assert.Equal(["b of 3", "c of 3"], await second);
        Assert.Equal(["d of 3"], await third);
    }

    [Fact]
    public async Task ABatchHasAtMostItsBudgetAndALongTextIsAlone()
    {
        Start(pieces: 4);
        await HoldAsync();
        Task[] asked = [Ask(("a", 3)), Ask(("b", 2)), Ask(("long", 9)), Ask(("c", 1)), Ask(("d", 3))];
        _calls.Pass(Many);
        await Task.WhenAll(asked);
        Assert.Equal(["hold", "a", "b", "long", "c d"], Seen());
    }

    [Fact]
    public async Task TextsAreAtMostAsManyAsABatchMayHave()
    {
        Start(pieces: 100, texts: 2);
        await HoldAsync();
        Task asked = Ask("a", "b", "c");
        _calls.Pass(Many);
        await asked;
        Assert.Equal(["hold", "a b", "c"], Seen());
    }

    [Fact]
    public async Task ATextAloneOvertakesTheLaterTextsOfALongRequest()
    {
        Start(pieces: 2);
        await HoldAsync();
        Task many = Ask([.. Enumerable.Range(0, 100).Select(i => $"m{i}")]), single = Ask("single");
        _calls.Pass(2);
        await single;
        Assert.Equal(["hold", "m0 single"], Seen()[..2]);
        _calls.Pass(Many);
        await many;
    }

    [Fact]
    public async Task ALongRequestGetsItsShareBesideAFloodOfShortOnes()
    {
        Start(pieces: 2);
        await HoldAsync();
        Task<string[]> many = Ask("m0", "m1", "m2", "m3", "m4");
        var shorts = new List<Task> { Ask("s0"), Ask("s1"), Ask("s2") };
        for (int i = 3; !many.IsCompleted; i++)
        {
            // As many as a batch takes come for every batch.
            shorts.AddRange([Ask($"s{i}a"), Ask($"s{i}b")]);
            _calls.Pass();
            await _calls.EnteredAsync();
            Assert.True(i < 100, "The long request starves.");
            await Task.Yield();
        }

        _calls.Pass(Many);
        await Task.WhenAll(shorts);
    }

    [Fact]
    public async Task WorksThatDifferAreCalledApart()
    {
        Start(pieces: 10);
        await HoldAsync();
        var other = new Calls();
        other.Pass(Many);
        Task<string[]> one = Ask("a"), two = _batcher!.RunAsync(new HeldWork(other), [new BatchText("b", 1)]), three = Ask("c");
        _calls.Pass(Many);
        Assert.Equal(["a of 2"], await one);
        Assert.Equal(["b of 1"], await two);
        Assert.Equal(["c of 2"], await three);
        Assert.Equal(2, (await ReportsAsync(2)).Count);
    }

    [Fact]
    public async Task AFullQueueRefusesAndTakesAgainWhenThereIsRoom()
    {
        Start(pieces: 2, queued: 4);
        await HoldAsync();
        Task<string[]> taken = Ask("a", "b", "c");
        QueueFullException refused = await Assert.ThrowsAsync<QueueFullException>(() => Ask("d", "e"));
        Assert.InRange(refused.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Equal((3, 3L), (_batcher!.QueuedTextCount, _batcher.QueuedPieceCount));
        Task<string[]> small = Ask("f");
        _calls.Pass(Many);
        await taken;
        await small;
        Assert.Equal(["g of 2", "h of 2"], (await Ask("g", "h", "i", "j", "k", "l"))[..2]);
        Assert.Equal(0, _batcher.QueuedPieceCount);
    }

    [Fact]
    public async Task WhatACallerLeftIsNotComputed()
    {
        Start(pieces: 1);
        await HoldAsync();
        using var leaving = new CancellationTokenSource();
        Task<string[]> left = _batcher!.RunAsync(new HeldWork(_calls), [new BatchText("x", 1), new BatchText("y", 1)], leaving.Token), stays = Ask("a");
        leaving.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.Equal(1, _batcher.QueuedPieceCount);
        _calls.Pass(Many);
        await stays;
        Assert.Equal(["hold", "a"], Seen());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _batcher.RunAsync(new HeldWork(_calls), [new BatchText("x", 1)], leaving.Token));
    }

    [Fact]
    public async Task ACallerThatLeavesABatchHarmsNoOther()
    {
        Start(pieces: 10);
        await HoldAsync();
        using var leaving = new CancellationTokenSource();
        Task<string[]> left = _batcher!.RunAsync(new HeldWork(_calls), [new BatchText("x", 1)], leaving.Token), stays = Ask("a");
        _calls.Pass();
        await _calls.EnteredAsync();
        leaving.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        _calls.Pass(Many);
        Assert.Equal(["a of 2"], await stays);
    }

    [Fact]
    public async Task ARequestThatFailsLeavesTheOthersWhole()
    {
        Start(pieces: 3);
        await HoldAsync();
        Task<string[]> before = Ask("a"), broken = Ask(Calls.Poison, "p1", "p2", "p3"), after = Ask("b");
        _calls.Pass(Many);
        Assert.Equal(["a of 1"], await before);
        Assert.Equal(["b of 1"], await after);
        Assert.Equal(Calls.Poison, (await Assert.ThrowsAsync<InvalidDataException>(() => broken)).Message);
        await Ask("c");

        // The rest of the request is dropped with it.
        Assert.DoesNotContain(Seen(), call => call.Contains("p2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task StoppingFinishesWhatWaitsAndTakesNoMore()
    {
        Start(pieces: 1);
        await HoldAsync();
        Task<string[]> waiting = Ask("a", "b");
        Task stopping = _batcher!.StopAsync();
        await Assert.ThrowsAsync<StoppingException>(() => Ask("c"));
        Assert.False(stopping.IsCompleted);
        _calls.Pass(Many);
        await stopping;
        Assert.Equal(["a of 1", "b of 1"], await waiting);
    }

    [Fact]
    public async Task StoppingThatIsCutShortRefusesWhatWaits()
    {
        Start(pieces: 1);
        Task<string[]> running = Ask("a", "b");
        await _calls.EnteredAsync();
        Task<string[]> waiting = Ask("c");
        Task stopping = _batcher!.StopAsync(new CancellationToken(canceled: true));
        await Assert.ThrowsAsync<StoppingException>(() => waiting);
        await Assert.ThrowsAsync<StoppingException>(() => running);
        _calls.Pass(Many);
        await stopping;
        Assert.Equal(["a"], Seen());
    }

    [Fact]
    public async Task ABatchIsAnActivityThatLinksToThoseOfItsRequests()
    {
        var seen = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is TextBatcher.ActivitySourceName or nameof(TextBatcherTests),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                // Batches of other tests are seen too.
                if (activity.OperationName == "batch" && activity.GetTagItem("bertgen.model") is "test")
                {
                    lock (seen)
                    {
                        seen.Add(activity);
                    }
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource(nameof(TextBatcherTests));
        Start(pieces: 10);
        await HoldAsync();
        Task one, two;
        ActivityContext[] contexts = new ActivityContext[2];
        using (Activity activity = source.StartActivity("one")!)
        {
            (one, contexts[0]) = (Ask("a"), activity.Context);
        }

        using (Activity activity = source.StartActivity("two")!)
        {
            (two, contexts[1]) = (Ask("b"), activity.Context);
        }

        _calls.Pass(Many);
        await Task.WhenAll(one, two);
        await ReportsAsync(2);
        Activity batch = seen.Single(activity => activity.GetTagItem("bertgen.batch.texts") is 2);
        Assert.Equal(contexts, batch.Links.Select(link => link.Context));
        Assert.Equal(default, batch.ParentSpanId);
    }

    [Fact]
    public async Task ReportsTellOfBatchesAndWaits()
    {
        Start(pieces: 10);
        _calls.Pass(Many);
        await _batcher!.RunAsync(new HeldWork(_calls), [new BatchText("a", 3), new BatchText("b", 4)]);
        BatchReport report = Assert.Single(await ReportsAsync(1));
        Assert.Equal(7, report.TextPieces.Sum());
        Assert.Equal((2, 7L, 1, 1), (report.TextCount, report.PieceCount, report.RequestCount, report.Waits.Count));
        Assert.Empty(await _batcher.RunAsync(new HeldWork(_calls), []));
    }

    private void Start(int pieces, int texts = 1000, long queued = 1000) => _batcher = new TextBatcher("test", new BatchLimits(pieces, texts, queued), report =>
    {
        lock (_reports)
        {
            _reports.Add(report);
        }
    });

    /// <summary>Keeps the batcher at work until a pass is given.</summary>
    private async Task HoldAsync()
    {
        _ = Ask("hold");
        await _calls.EnteredAsync();
    }

    private Task<string[]> Ask(params string[] texts) => Ask([.. texts.Select(text => (text, 1))]);

    private Task<string[]> Ask(params (string Text, int Pieces)[] texts) =>
        _batcher!.RunAsync(new HeldWork(_calls), [.. texts.Select(text => new BatchText(text.Text, text.Pieces))]);

    private string[] Seen()
    {
        lock (_calls.Seen)
        {
            return [.. _calls.Seen.Select(texts => string.Join(' ', texts))];
        }
    }

    // A report follows the results.
    private async Task<List<BatchReport>> ReportsAsync(int count)
    {
        for (int i = 0; i < 1000; i++)
        {
            lock (_reports)
            {
                if (_reports.Count >= count)
                {
                    return [.. _reports];
                }
            }

            await Task.Delay(10);
        }

        throw new TimeoutException();
    }
}

using BertGen.Serving.Batching;

namespace BertGen.AspNetCore.Tests.Batching;

/// <summary>A short request that finds nothing else computes its texts on the thread of its caller, and is a batch like any other.</summary>
public sealed class OwnThreadTests : IDisposable
{
    private const int Many = 1_000_000;

    private readonly Calls _calls = new();
    private readonly TextBatcher _batcher = new("test", new BatchLimits(8, 1000, 1000) { MaxOwnPieces = 3 });

    public void Dispose()
    {
        _calls.Pass(Many);
        _batcher.Dispose();
    }

    [Fact]
    public async Task AShortRequestAloneIsAnsweredBeforeItsCallReturns()
    {
        _calls.Pass(Many);
        Task<string[]> asked = Ask("a", "b");
        Assert.True(asked.IsCompletedSuccessfully);
        Assert.Equal(["a of 2", "b of 2"], await asked);
        await Assert.ThrowsAsync<InvalidDataException>(() => Ask(Calls.Poison));
        Assert.Equal(["c of 1"], await Ask("c"));
    }

    [Fact]
    public async Task ALongRequestKeepsNoCaller()
    {
        Task<string[]> asked = Ask("a", "b", "c", "d");
        Assert.False(asked.IsCompleted);
        _calls.Pass(Many);
        Assert.Equal(4, (await asked).Length);
    }

    [Fact]
    public async Task WhatComesMeanwhileIsTheNextBatch()
    {
        Task<string[]> first = Task.Run(() => Ask("a"));
        await _calls.EnteredAsync();
        Task<string[]> second = Ask("b"), third = Ask("c");
        Assert.False(second.IsCompleted || third.IsCompleted);
        _calls.Pass(Many);
        Assert.Equal(["a of 1"], await first);
        Assert.Equal(["b of 2"], await second);
        Assert.Equal(["c of 2"], await third);
    }

    [Fact]
    public async Task StoppingWaitsForIt()
    {
        Task<string[]> asked = Task.Run(() => Ask("a"));
        await _calls.EnteredAsync();
        Task stopping = _batcher.StopAsync();
        Assert.False(stopping.IsCompleted);
        _calls.Pass(Many);
        await stopping;
        Assert.Equal(["a of 1"], await asked);
    }

    private Task<string[]> Ask(params string[] texts) => _batcher.RunAsync(new HeldWork(_calls), [.. texts.Select(text => new BatchText(text, 1))]);
}

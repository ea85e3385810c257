using BertGen.Serving.Batching;

namespace BertGen.AspNetCore.Tests.Batching;

/// <summary>Work that waits until it is let go, notes what came together, and answers with the text and the size of its batch.</summary>
/// <param name="Calls">What is noted, and what work waits for.</param>
internal sealed record HeldWork(Calls Calls) : BatchWork<string>
{
    public override IReadOnlyList<string> Run(IReadOnlyList<BatchText> texts)
    {
        Calls.Enter([.. texts.Select(text => text.First)]);
        return texts.Any(text => text.First == Calls.Poison)
            ? throw new InvalidDataException(Calls.Poison)
            : [.. texts.Select(text => $"{text.First} of {texts.Count}")];
    }
}

/// <summary>The calls that work has got.</summary>
internal sealed class Calls
{
    /// <summary>A text that makes a call fail.</summary>
    public const string Poison = "poison";

    private readonly SemaphoreSlim _passes = new(0);
    private readonly SemaphoreSlim _entered = new(0);

    /// <summary>The texts of each call.</summary>
    public List<string[]> Seen { get; } = [];

    public void Enter(string[] texts)
    {
        lock (Seen)
        {
            Seen.Add(texts);
        }

        _entered.Release();
        _passes.Wait();
    }

    /// <summary>Waits for a call.</summary>
    public async Task EnteredAsync() => Assert.True(await _entered.WaitAsync(TimeSpan.FromSeconds(30)));

    /// <summary>Lets calls end.</summary>
    public void Pass(int count = 1) => _passes.Release(count);
}

using BertGen.Text.Tokenizers;

namespace BertGen.AspNetCore.Tests.Harness;

/// <summary>A model that waits before each call but the first, which warms it up, until a test lets it go.</summary>
/// <param name="inner">The model that computes.</param>
internal sealed class HeldEmbedder(ISentenceEmbedder inner) : ISentenceEmbedder
{
    private readonly SemaphoreSlim _passes = new(1);
    private readonly SemaphoreSlim _entered = new(0);
    private int _calls;

    public BertModelInfo ModelInfo => inner.ModelInfo;

    public int Dimensions => inner.Dimensions;

    public TextTokenizer Tokenizer => inner.Tokenizer;

    /// <summary>Texts of each call behind the first.</summary>
    public List<string[]> Seen { get; } = [];

    public TextEmbeddings Embed(IEnumerable<string> texts, EmbedOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] all = [.. texts];
        if (Interlocked.Increment(ref _calls) > 1)
        {
            lock (Seen)
            {
                Seen.Add(all);
            }

            _entered.Release();
        }

        _passes.Wait(cancellationToken);
        return all.Contains("poison") ? throw new InvalidDataException("poison") : inner.Embed(all, options, cancellationToken);
    }

    /// <summary>Waits for a call.</summary>
    public async Task EnteredAsync() => Assert.True(await _entered.WaitAsync(TimeSpan.FromSeconds(60)));

    /// <summary>Lets calls go on.</summary>
    public void Pass(int count = 1) => _passes.Release(count);
}

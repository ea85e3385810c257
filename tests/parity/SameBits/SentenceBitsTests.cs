using BertGen.Parity.Compiling;

namespace BertGen.Parity.SameBits;

/// <summary>The same promise for sentence vectors: a vector may be stored and compared with one made later, in another batch.</summary>
public sealed class SentenceBitsTests : IDisposable
{
    private readonly IParityEmbedder _embedder = new ModelUnderTest(RepositoryFolder.WordNetMini, "TopLayerOnly = true").Load();
    private readonly string[] _texts = [.. Enumerable.Range(0, 200).Select(Text)];

    public void Dispose() => _embedder.Dispose();

    [Fact]
    public void InABatchOfTwoHundred()
    {
        float[] alone = [.. _texts.SelectMany(text => _embedder.Embed(text).Values())];
        Bits.AssertEqual(alone, _embedder.Embed(_texts).Values(), "in a batch");
    }

    [Fact]
    public void WithAnyNumberOfThreads()
    {
        _embedder.MaxThreads = 1;
        float[] one = _embedder.Embed(_texts).Values();
        foreach (int threads in (int[])[2, 3])
        {
            _embedder.MaxThreads = threads;
            Bits.AssertEqual(one, _embedder.Embed(_texts).Values(), $"{threads} threads");
        }
    }

    [Fact]
    public void FromEightThreadsAtOnce()
    {
        float[] expected = _embedder.Embed(_texts.AsSpan(0, 40)).Values();
        Crowd.Run(8, caller => Bits.AssertEqual(expected, _embedder.Embed(_texts.AsSpan(0, 40)).Values(), $"caller {caller}"));
    }

    /// <summary>A text of its own for each number, between none and some fifty words.</summary>
    private static string Text(int number)
    {
        string[] words = ["fear", "of", "heights", "a", "small", "bird", "that", "sings", "at", "night", ",", "unafraid"];
        var random = new Random(number);
        return string.Join(' ', Enumerable.Range(0, random.Next(number % 10 == 0 ? 50 : 12)).Select(_ => words[random.Next(words.Length)]));
    }
}

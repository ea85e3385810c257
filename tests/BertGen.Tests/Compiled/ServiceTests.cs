namespace BertGen.Tests.Compiled;

/// <summary>The class as the service that a program has injected.</summary>
public sealed class ServiceTests : IDisposable
{
    private static readonly string[] Many = [.. Enumerable.Range(0, 2100).Select(i => $"the {i % 97}th word of {i % 13} texts")];

    private readonly WordNetMini _model = WordNetMini.Load(Models.WordNetMini);

    private ISentenceEmbedder Service => _model;

    public void Dispose() => _model.Dispose();

    [Fact]
    public void AnyCollectionHasTheBitsOfASpan()
    {
        TextEmbeddings expected = _model.Embed(Many);
        TextEmbeddings found = _model.Embed(Many.Where(_ => true));
        Assert.Equal(Models.Values(expected), Models.Values(found));
        Assert.Equal(Many, found.Texts);
        Assert.Equal(expected.TokenCount, found.TokenCount);
        Assert.Equal(Many.Sum(text => Service.CountTokens(text)), found.TokenCount);
    }

    [Fact]
    public void RowsAreSpansOfTheTensor()
    {
        TextEmbeddings found = _model.Embed("a young dog", "fear of heights");
        float[] all = Models.Values(found);
        Assert.Equal((2, WordNetMini.HiddenSize, WordNetMini.HiddenSize), (found.Count, found.Dimensions, Service.Dimensions));
        Assert.True(found[1].SequenceEqual(all.AsSpan(WordNetMini.HiddenSize)));
        Assert.True(System.Runtime.CompilerServices.Unsafe.AreSame(in found[0][0], in found.Vectors[0, 0]));
        Assert.Equal(all, found.ToArrays().SelectMany(row => row));
        float[] walked = [];
        foreach (ReadOnlySpan<float> row in found)
        {
            walked = [.. walked, .. row];
        }

        Assert.Equal(all, walked);
        Assert.Throws<ArgumentOutOfRangeException>(() => found[2].Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => found[-1].Length);
    }

    [Fact]
    public void OptionsOfAnyModelNamePrompts()
    {
        Assert.Equal(Models.Values(_model.Embed("query: a dog")), Models.Values(Service.Embed(["a dog"], new EmbedOptions { PromptText = "query: " })));
        Assert.Equal(Models.Values(_model.EmbedQuery("a dog")), Models.Values(Service.Embed(["a dog"], new EmbedOptions { PromptName = "query" })));
        Assert.Equal(64, Service.Embed(["a dog"], new EmbedOptions { Dimensions = 64 }).Dimensions);
        var unknown = Assert.Throws<ArgumentException>(() => Service.Embed(["a dog"], new EmbedOptions { PromptName = "summary" }));
        Assert.Contains("'summary'", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NullsAreErrorsThatSayWhich()
    {
        Assert.Throws<ArgumentNullException>(() => _model.Embed((IEnumerable<string>)null!));
        Assert.Throws<ArgumentNullException>(() => { _ = Service.EmbedAsync((IEnumerable<string>)null!); });
        Assert.Throws<ArgumentException>(() => Service.Embed(["a", null!]));
    }

    [Fact]
    public async Task AsyncHasTheSameBitsAndTellsHowFarItIs()
    {
        var progress = new Recorded();
        TextEmbeddings found = await Service.EmbedAsync(Many, progress: progress);
        Assert.Equal(Models.Values(_model.Embed(Many)), Models.Values(found));
        Assert.Equal([1024, 2048, 2100], progress.Values);
        Assert.Equal(_model.Embed("a dog")[0].ToArray(), await Service.EmbedAsync("a dog"));
    }

    [Fact]
    public async Task ACallEndsBetweenPortions()
    {
        using var stop = new CancellationTokenSource();
        var progress = new Recorded { Reported = stop.Cancel };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Service.EmbedAsync(Many, progress: progress, cancellationToken: stop.Token));
        Assert.Equal([1024], progress.Values);
        Assert.ThrowsAny<OperationCanceledException>(() => Service.Embed(Many, cancellationToken: stop.Token));
    }

    [Fact]
    public async Task AStreamKeepsOrderAndReadsOnePortionAhead()
    {
        int read = 0;
        var found = new List<TextEmbedding>();
        await foreach (TextEmbedding item in Service.EmbedStreamAsync(Source()))
        {
            // The portion before, and the one that is being read.
            Assert.InRange(read, found.Count + 1, found.Count + (2 * 256));
            found.Add(item);
        }

        Assert.Equal(Many, found.Select(item => item.Text));
        Assert.Equal(Models.Values(_model.Embed(Many)), found.SelectMany(item => item.Vector.ToArray()));

        async IAsyncEnumerable<string> Source()
        {
            foreach (string text in Many)
            {
                read++;
                await Task.Yield();
                yield return text;
            }
        }
    }

    [Fact]
    public async Task AStreamThatIsLeftKeepsNoWorkBehind()
    {
        await foreach (TextEmbedding item in Service.EmbedStreamAsync(Many.ToAsyncEnumerable()))
        {
            Assert.Equal(Many[0], item.Text);
            break;
        }

        _model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _model.Embed("a"));
    }

    private sealed class Recorded : IProgress<int>
    {
        public List<int> Values { get; } = [];

        public Action? Reported { get; init; }

        public void Report(int value)
        {
            Values.Add(value);
            Reported?.Invoke();
        }
    }
}

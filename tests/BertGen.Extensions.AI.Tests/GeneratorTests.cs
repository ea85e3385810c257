using Microsoft.Extensions.AI;

namespace BertGen.Extensions.AI.Tests;

/// <summary>A model as a generator, by the conventions of Microsoft.Extensions.AI.</summary>
public sealed class GeneratorTests : IDisposable
{
    private static readonly string[] Texts = ["fear of heights", "a young dog", ""];

    private readonly WordNetMini _model = WordNetMini.Load(ModelFolders.WordNetMini);

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task VectorsAreThoseOfTheModelWithUsage()
    {
        IEmbeddingGenerator<string, Embedding<float>> generator = _model.AsEmbeddingGenerator();
        GeneratedEmbeddings<Embedding<float>> found = await generator.GenerateAsync(Texts);

        TextEmbeddings expected = _model.Embed(Texts);
        Assert.Equal(expected.ToArrays(), found.Select(embedding => embedding.Vector.ToArray()));
        Assert.Equal(Texts.Sum(text => _model.CountTokens(text)), found.Usage!.InputTokenCount);
        Assert.All(found, embedding => Assert.Equal("WordNetMini", embedding.ModelId));
        Assert.All(found, embedding => Assert.InRange(embedding.CreatedAt!.Value, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow));
        Assert.Empty(await generator.GenerateAsync([]));
        Assert.Equal(expected[0].ToArray(), (await generator.GenerateVectorAsync(Texts[0])).ToArray());
    }

    [Fact]
    public async Task DimensionsCutAndScaleAgain()
    {
        IEmbeddingGenerator<string, Embedding<float>> generator = _model.AsEmbeddingGenerator();
        float[] found = (await generator.GenerateVectorAsync(Texts[0], new EmbeddingGenerationOptions { Dimensions = 32 })).ToArray();
        float[] whole = _model.Embed(Texts[0])[0].ToArray();
        double length = Math.Sqrt(whole.Take(32).Sum(value => (double)value * value));
        Assert.Equal(32, found.Length);
        Assert.All(found.Zip(whole), pair => Assert.Equal(pair.Second / length, pair.First, 1e-6));

        foreach (int wrong in new[] { WordNetMini.HiddenSize + 1, 4096 })
        {
            var thrown = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => generator.GenerateAsync(Texts, new EmbeddingGenerationOptions { Dimensions = wrong }));
            Assert.Contains("1 to 192", thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task PromptsAndRolesAreThoseOfTheModel()
    {
        float[] expected = _model.Embed("to avoid: " + Texts[0])[0].ToArray();
        Assert.Equal(expected, (await _model.AsEmbeddingGenerator(new EmbedOptions { PromptText = "to avoid: " }).GenerateVectorAsync(Texts[0])).ToArray());
        Assert.Equal(expected, (await _model.AsEmbeddingGenerator(new BertPrompt<WordNetMini>("to avoid: ")).GenerateVectorAsync(Texts[0])).ToArray());
        Assert.Equal(_model.EmbedQuery(Texts[0])[0].ToArray(), (await _model.AsEmbeddingGenerator(EmbedRole.Query).GenerateVectorAsync(Texts[0])).ToArray());
    }

    [Fact]
    public void ServicesFollowTheConvention()
    {
        IEmbeddingGenerator<string, Embedding<float>> generator = _model.AsEmbeddingGenerator(EmbedRole.None, dimensions: 64);
        var metadata = (EmbeddingGeneratorMetadata)generator.GetService(typeof(EmbeddingGeneratorMetadata))!;
        Assert.Equal(("bertgen", "WordNetMini", 64), (metadata.ProviderName, metadata.DefaultModelId, metadata.DefaultModelDimensions));
        Assert.Same(generator, generator.GetService(typeof(IEmbeddingGenerator)));
        Assert.Same(_model, generator.GetService(typeof(WordNetMini)));
        Assert.Same(_model, generator.GetService(typeof(ISentenceEmbedder)));
        Assert.Null(generator.GetService(typeof(ISentenceEmbedder), "a key"));
        Assert.Null(generator.GetService(typeof(string)));
        Assert.Throws<ArgumentNullException>(() => generator.GetService(null!));
    }

    [Fact]
    public async Task ManyCallersAndCancelledOnes()
    {
        IEmbeddingGenerator<string, Embedding<float>> generator = _model.AsEmbeddingGenerator();
        float[] expected = _model.Embed(Texts[1])[0].ToArray();
        float[][] found = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => (await generator.GenerateVectorAsync(Texts[1])).ToArray()));
        Assert.All(found, vector => Assert.Equal(expected, vector));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => generator.GenerateAsync(Texts, cancellationToken: new CancellationToken(canceled: true)));
        await Assert.ThrowsAsync<ArgumentNullException>(() => generator.GenerateAsync(null!));
    }
}

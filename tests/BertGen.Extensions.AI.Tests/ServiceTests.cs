using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.VectorData;
using Microsoft.SemanticKernel;

namespace BertGen.Extensions.AI.Tests;

/// <summary>Models as services of an application.</summary>
public sealed class ServiceTests
{
    private const string Text = "a young dog";

    [Fact]
    public async Task OneLineRegistersTheModelAndItsGenerators()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddBertEmbedder<WordNetMini>(options => options.Source = ModelFolders.WordNetMini);
        using IHost host = builder.Build();
        await host.StartAsync();

        WordNetMini model = host.Services.GetRequiredService<WordNetMini>();
        Assert.Same(model, host.Services.GetRequiredService<ISentenceEmbedder>());
        float[] expected = model.Embed(Text)[0].ToArray();
        Assert.Equal(expected, (await host.Services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>().GenerateVectorAsync(Text)).ToArray());
        foreach (string key in new[] { "query", "document" })
        {
            var generator = host.Services.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>(key);
            float[] keyed = (key == "query" ? model.EmbedQuery(Text) : model.EmbedDocument(Text))[0].ToArray();
            Assert.Equal(keyed, (await generator.GenerateVectorAsync(Text)).ToArray());
        }

        await host.StopAsync();
        host.Dispose();
        Assert.Throws<ObjectDisposedException>(() => model.Embed(Text));
    }

    [Fact]
    public async Task TheBuilderTakesWhatMicrosoftHasForGenerators()
    {
        var calls = new List<string>();
        var services = new ServiceCollection();
        services.AddBertEmbedder<WordNetMini>(options => options.Source = ModelFolders.WordNetMini)
            .Use((inner, _) => new Counting(inner, calls))
            .UseOpenTelemetry();
        using ServiceProvider provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>().GenerateAsync([Text]);
        Assert.Equal([Text], calls);
    }

    [Fact]
    public async Task AHostDoesNotStartWithAModelThatIsNotThere()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddBertEmbedder<WordNetMini>(options => options.Source = Path.Combine(AppContext.BaseDirectory, "no-such-model"));
        using IHost host = builder.Build();
        var thrown = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync());
        Assert.Contains("no-such-model", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HealthIsThatOfTheModel()
    {
        Assert.Equal(HealthStatus.Healthy, await CheckAsync(ModelFolders.WordNetMini));
        Assert.Equal(HealthStatus.Unhealthy, await CheckAsync(Path.Combine(AppContext.BaseDirectory, "no-such-model")));

        static async Task<HealthStatus> CheckAsync(string folder)
        {
            var services = new ServiceCollection();
            services.AddLogging();
            services.AddBertEmbedder<WordNetMini>(options => (options.Source, options.WarmUp) = (folder, false));
            services.AddHealthChecks().AddBertModel<WordNetMini>();
            using ServiceProvider provider = services.BuildServiceProvider();
            HealthReport report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();
            Assert.Equal(["WordNetMini"], report.Entries.Keys);
            return report.Status;
        }
    }

    [Fact]
    public async Task RerankersAndClassifiersAreServices()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddBertReranker<SmallReranker>(options => options.Source = ModelFolders.Reranker);
        builder.Services.AddBertClassifier<SmallReranker>(options => options.Source = ModelFolders.Reranker);
        using IHost host = builder.Build();
        await host.StartAsync();

        SmallReranker model = host.Services.GetRequiredService<SmallReranker>();
        IReranker reranker = host.Services.GetRequiredService<IReranker>();
        string[] documents = [Text, "the study of insects", "a"];
        Assert.Equal(model.Rank("dog", documents.AsSpan()), reranker.Rank("dog", documents.Where(_ => true)));
        Assert.Equal(model.Score("dog", documents).FlattenedLength, reranker.Score("dog", documents).FlattenedLength);
        Assert.Throws<ArgumentNullException>(() => reranker.Rank("dog", null!));
        ITextClassifier classifier = host.Services.GetRequiredService<ITextClassifier>();
        Assert.Equal(SmallReranker.LabelNames, classifier.Labels);
        Assert.Equal([3, 1], classifier.Classify(documents).Lengths.ToArray());
    }

    [Fact]
    public async Task ASemanticKernelHasTheGenerator()
    {
        IKernelBuilder builder = Kernel.CreateBuilder();
        builder.Services.AddBertEmbedder<WordNetMini>(options => options.Source = ModelFolders.WordNetMini);
        Kernel kernel = builder.Build();
        var generator = kernel.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        Assert.Equal(kernel.GetRequiredService<WordNetMini>().Embed(Text)[0].ToArray(), (await generator.GenerateVectorAsync(Text)).ToArray());
    }

    [Fact]
    public void AVectorStoreTakesTheWidthFromTheClass()
    {
        using WordNetMini model = WordNetMini.Load(ModelFolders.WordNetMini);
        var definition = new VectorStoreCollectionDefinition { EmbeddingGenerator = model.AsEmbeddingGenerator() };
        var vector = (VectorStoreVectorAttribute)typeof(Article).GetProperty(nameof(Article.Text))!.GetCustomAttributes(typeof(VectorStoreVectorAttribute), false).Single();
        Assert.Equal(model.Embed(Text).Dimensions, vector.Dimensions);
        Assert.NotNull(definition.EmbeddingGenerator.GetService(typeof(WordNetMini)));
    }

    private sealed class Article
    {
        [VectorStoreKey]
        public int Id { get; set; }

        [VectorStoreVector(WordNetMini.HiddenSize)]
        public string Text { get; set; } = "";
    }

    private sealed class Counting(IEmbeddingGenerator<string, Embedding<float>> inner, List<string> calls) : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
    {
        public override Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        {
            calls.AddRange(values);
            return base.GenerateAsync(values, options, cancellationToken);
        }
    }
}

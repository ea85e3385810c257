namespace BertGen.AspNetCore.Tests.Harness;

/// <summary>A server with a model of each kind, for all tests of a class; and the models by themselves, to compare with.</summary>
public sealed class AllModels : IAsyncLifetime
{
    public ServerHost Host { get; private set; } = null!;

    public WordNetMini Embedder { get; } = WordNetMini.Load(ModelFolders.WordNetMini);

    public SmallReranker Reranker { get; } = SmallReranker.Load(ModelFolders.Reranker);

    public SmallClassifier Classifier { get; } = SmallClassifier.Load(ModelFolders.Classifier);

    public SmallSplade Splade { get; } = SmallSplade.Load(ModelFolders.Splade);

    public async Task InitializeAsync() => Host = await ServerHost.StartAsync(app =>
    {
        app.MapEmbeddings<WordNetMini>(source: ModelFolders.WordNetMini);
        app.MapEmbeddings<WordNetMiniInt8>("small", ModelFolders.WordNetMini);
        app.MapRerank<SmallReranker>(source: ModelFolders.Reranker);
        app.MapClassify<SmallReranker>(source: ModelFolders.Reranker);
        app.MapClassify<SmallClassifier>("moods", ModelFolders.Classifier);
        app.MapSparseEmbeddings<SmallSplade>(source: ModelFolders.Splade);
    });

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        Embedder.Dispose();
        Reranker.Dispose();
        Classifier.Dispose();
        Splade.Dispose();
    }
}

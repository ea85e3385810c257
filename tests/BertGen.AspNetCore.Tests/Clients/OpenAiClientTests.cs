using System.ClientModel;
using BertGen.AspNetCore.Tests.Harness;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Embeddings;

namespace BertGen.AspNetCore.Tests.Clients;

/// <summary>The clients that OpenAI and Microsoft publish for .NET, as they are.</summary>
public sealed class OpenAiClientTests(AllModels models) : IClassFixture<AllModels>
{
    private static readonly string[] Texts = ["fear of heights", "a young dog"];

    [Fact]
    public async Task TheClientOfOpenAi()
    {
        EmbeddingClient client = Client("WordNetMini");
        OpenAIEmbeddingCollection found = (await client.GenerateEmbeddingsAsync(Texts)).Value;
        TextEmbeddings expected = models.Embedder.Embed(Texts);
        Assert.Equal(expected.ToArrays(), found.OrderBy(embedding => embedding.Index).Select(embedding => embedding.ToFloats().ToArray()));
        Assert.Equal(expected.TokenCount, found.Usage.InputTokenCount);
        Assert.Equal("WordNetMini", found.Model);
        OpenAIEmbedding cut = (await client.GenerateEmbeddingAsync(Texts[0], new OpenAI.Embeddings.EmbeddingGenerationOptions { Dimensions = 32, EndUserId = "somebody" })).Value;
        Assert.Equal(models.Embedder.Embed([Texts[0]], new EmbedOptions { Dimensions = 32, Normalize = true })[0].ToArray(), cut.ToFloats().ToArray());
    }

    [Fact]
    public async Task ItsErrorsAreThoseOfTheServer()
    {
        ClientResultException missing = await Assert.ThrowsAsync<ClientResultException>(() => Client("text-embedding-3-small").GenerateEmbeddingAsync("a"));
        Assert.Equal(404, missing.Status);
        Assert.Contains("model_not_found", missing.Message, StringComparison.Ordinal);
        ClientResultException wrong = await Assert.ThrowsAsync<ClientResultException>(
            () => Client("WordNetMini").GenerateEmbeddingAsync("a", new OpenAI.Embeddings.EmbeddingGenerationOptions { Dimensions = 1000 }));
        Assert.Equal(400, wrong.Status);
        Assert.Contains("expected 1 to 192", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheGeneratorOfMicrosoftExtensionsAi()
    {
        IEmbeddingGenerator<string, Embedding<float>> generator = Client("WordNetMini").AsIEmbeddingGenerator();
        GeneratedEmbeddings<Embedding<float>> found = await generator.GenerateAsync(Texts);
        TextEmbeddings expected = models.Embedder.Embed(Texts);
        Assert.Equal(expected.ToArrays(), found.Select(embedding => embedding.Vector.ToArray()));
        Assert.Equal(expected.TokenCount, found.Usage!.InputTokenCount);
        Assert.Equal(16, (await generator.GenerateVectorAsync(Texts[0], new Microsoft.Extensions.AI.EmbeddingGenerationOptions { Dimensions = 16 })).Length);
    }

    private EmbeddingClient Client(string model) =>
        new(model, new ApiKeyCredential("unused"), new OpenAIClientOptions { Endpoint = new Uri(models.Host.Address, "v1") });
}

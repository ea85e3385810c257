using System.Text.Json;
using BertGen.AspNetCore.Tests.Harness;

namespace BertGen.AspNetCore.Tests.Clients;

/// <summary>The client that OpenAI publishes for Node.js, as it is.</summary>
public sealed class NodeClientTests(AllModels models) : IClassFixture<AllModels>
{
    [NodeFact]
    public void TheClientOfOpenAiForNode()
    {
        JsonElement found = JsonDocument.Parse(NodeOpenAi.Ask(new Uri(models.Host.Address, "v1"))).RootElement;
        TextEmbeddings expected = models.Embedder.Embed("fear of heights", "a young dog");
        Assert.Equal(expected.ToArrays(), found.GetProperty("vectors").Rows());
        Assert.Equal(("WordNetMini", expected.TokenCount), (found.GetProperty("model").GetString(), found.GetProperty("tokens").GetInt64()));
        Assert.Equal(models.Embedder.Embed(["fear of heights"], new EmbedOptions { Dimensions = 32, Normalize = true })[0].ToArray(), found.GetProperty("cut").Floats());
        Assert.Contains("WordNetMini", found.GetProperty("models").EnumerateArray().Select(model => model.GetString()));
        JsonElement error = found.GetProperty("error");
        Assert.Equal((404, "model_not_found", "model"), (error.GetProperty("status").GetInt32(), error.GetProperty("code").GetString(), error.GetProperty("param").GetString()));
    }
}

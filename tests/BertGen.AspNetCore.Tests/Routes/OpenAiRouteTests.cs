using System.Text.Json;
using BertGen.AspNetCore.Tests.Harness;

namespace BertGen.AspNetCore.Tests.Routes;

/// <summary><c>/v1/embeddings</c> and <c>/v1/models</c>, in the shapes of OpenAI.</summary>
public sealed class OpenAiRouteTests(AllModels models) : IClassFixture<AllModels>
{
    private const string Route = "v1/embeddings";

    private static readonly string[] Texts = ["fear of heights", "", "a \"young\" dog, é😀"];

    private ServerHost Host => models.Host;

    [Fact]
    public async Task VectorsHaveTheBitsOfTheModelInTheOrderOfTheTexts()
    {
        JsonElement answer = await Host.AskAsync(Route, new { input = Texts, model = "WordNetMini", user = "somebody" });
        TextEmbeddings expected = models.Embedder.Embed(Texts);
        JsonElement[] data = [.. answer.GetProperty("data").EnumerateArray()];
        Assert.Equal(expected.ToArrays(), data.Select(item => item.GetProperty("embedding").Floats()));
        Assert.Equal([0, 1, 2], answer.GetProperty("data").Ints("index"));
        Assert.All(data, item => Assert.Equal("embedding", item.GetProperty("object").GetString()));
        Assert.Equal("list", answer.GetProperty("object").GetString());
        Assert.Equal("WordNetMini", answer.GetProperty("model").GetString());
        Assert.Equal(expected.TokenCount, answer.GetProperty("usage").GetProperty("prompt_tokens").GetInt64());
        Assert.Equal(expected.TokenCount, answer.GetProperty("usage").GetProperty("total_tokens").GetInt64());
    }

    [Fact]
    public async Task ATextAloneAndBase64()
    {
        JsonElement answer = await Host.AskAsync(Route, new { input = Texts[0], encoding_format = "base64" });
        byte[] bytes = answer.GetProperty("data")[0].GetProperty("embedding").GetBytesFromBase64();
        float[] found = [.. Enumerable.Range(0, bytes.Length / 4).Select(i => BitConverter.ToSingle(bytes, 4 * i))];
        Assert.Equal(models.Embedder.Embed(Texts[0])[0].ToArray(), found);
    }

    [Fact]
    public async Task DimensionsCutAndScaleAgain()
    {
        float[] found = Vector(await Host.AskAsync(Route, new { input = Texts[0], dimensions = 16 }));
        Assert.Equal(models.Embedder.Embed([Texts[0]], new EmbedOptions { Dimensions = 16, Normalize = true })[0].ToArray(), found);
        float[] whole = Vector(await Host.AskAsync(Route, new { input = Texts[0], dimensions = WordNetMini.HiddenSize }));
        Assert.Equal(models.Embedder.Embed(Texts[0])[0].ToArray(), whole);
        await RefusedAsync("dimensions", new { input = Texts[0], dimensions = WordNetMini.HiddenSize + 1 });
        await RefusedAsync("dimensions", new { input = Texts[0], dimensions = 0 });
    }

    [Fact]
    public async Task IdsAreThoseOfTheModelWithOrWithoutSpecialOnes()
    {
        int[] ids = models.Embedder.Tokenizer.Encode("a young dog").Ids.ToArray();
        float[] expected = models.Embedder.Embed("a young dog")[0].ToArray();
        Assert.Equal(expected, Vector(await Host.AskAsync(Route, new { input = ids })));
        Assert.Equal(expected, Vector(await Host.AskAsync(Route, new { input = new[] { ids[1..^1] } })));
        await RefusedAsync("input", new { input = new[] { 999_999 } });

        // The pieces of one word in an order that no text has.
        await RefusedAsync("input", new { input = ids[1..^1].Reverse().Append(ids[0]).Append(ids[^1]).Append(ids[1]) });
    }

    [Fact]
    public async Task RolesAndPromptsAreThoseOfTheFolder()
    {
        Assert.Equal(models.Embedder.EmbedQuery(Texts[0])[0].ToArray(), Vector(await Host.AskAsync(Route, new { input = Texts[0], input_type = "search_query" })));
        Assert.Equal(models.Embedder.EmbedDocument(Texts[0])[0].ToArray(), Vector(await Host.AskAsync(Route, new { input = Texts[0], input_type = "passage" })));
        await RefusedAsync("input_type", new { input = Texts[0], input_type = "judge" });
        await RefusedAsync("prompt_name", new { input = Texts[0], prompt_name = "clustering" });
    }

    [Fact]
    public async Task LongTextsAreCutOrRefused()
    {
        string text = string.Concat(Enumerable.Repeat("heights ", 400));
        JsonElement answer = await Host.AskAsync(Route, new { input = text });
        Assert.Equal(models.Embedder.Embed(text)[0].ToArray(), Vector(answer));
        Assert.Equal(512, answer.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
        JsonElement error = await RefusedAsync("input[1]", new { input = new[] { "short", text }, truncate = false });
        Assert.Contains($"at most 512 tokens. Given: {models.Embedder.CountTokens(text)}", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"input": null}""")]
    [InlineData("""{"input": 7}""")]
    [InlineData("""{"input": ["a", 7]}""")]
    [InlineData("""{"input": [1, "a"]}""")]
    [InlineData("""{"input": [[1], "a", [-1]]}""")]
    [InlineData("""{"input": [1.5]}""")]
    [InlineData("""{"input": {"text": "a"}}""")]
    [InlineData("""{"input": "\ud800"}""")]
    [InlineData("""{"input": "a", "dimensions": "many"}""")]
    [InlineData("""{"input": "a", "encoding_format": "hex"}""")]
    [InlineData("""{"input": []}""")]
    public async Task WhatIsWrongIsAnErrorInTheShapeOfOpenAi(string body)
    {
        JsonElement error = (await Host.RefusedAsync(400, Route, body)).GetProperty("error");
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        Assert.True(error.TryGetProperty("param", out _) && error.TryGetProperty("code", out _));
    }

    [Fact]
    public async Task ModelsAreListedAndOthersDoNotExist()
    {
        JsonElement list = JsonDocument.Parse(await Host.Client.GetStringAsync("v1/models")).RootElement;
        Assert.Equal(["WordNetMini", "small", "SmallReranker", "moods", "SmallSplade"], list.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()));
        JsonElement error = (await Host.RefusedAsync(404, Route, new { input = "a", model = "text-embedding-3-small" })).GetProperty("error");
        Assert.Equal("model_not_found", error.GetProperty("code").GetString());
        Assert.Contains("'WordNetMini'", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        await Host.RefusedAsync(404, Route, new { input = "a", model = "moods" });
    }

    private static float[] Vector(JsonElement answer) => answer.GetProperty("data")[0].GetProperty("embedding").Floats();

    private async Task<JsonElement> RefusedAsync(string parameter, object body)
    {
        JsonElement error = (await Host.RefusedAsync(400, Route, body)).GetProperty("error");
        Assert.Equal(parameter, error.GetProperty("param").GetString());
        return error;
    }
}

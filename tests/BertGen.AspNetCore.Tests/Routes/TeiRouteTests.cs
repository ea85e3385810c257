using System.Net;
using System.Text.Json;
using BertGen.AspNetCore.Tests.Harness;
using BertGen.Text.Tokenizers;
using BertGen.Vectors;

namespace BertGen.AspNetCore.Tests.Routes;

/// <summary>The routes of text-embeddings-inference, in its shapes.</summary>
public sealed class TeiRouteTests(AllModels models) : IClassFixture<AllModels>
{
    private static readonly string[] Texts = ["fear of heights", "a young dog"];

    private ServerHost Host => models.Host;

    [Fact]
    public async Task Embed()
    {
        Assert.Equal(models.Embedder.Embed(Texts).ToArrays(), (await Host.AskAsync("embed", new { inputs = Texts })).Rows());
        Assert.Equal(models.Embedder.Embed(Texts[0]).ToArrays(), (await Host.AskAsync("embed", new { inputs = Texts[0], normalize = true, truncate = (bool?)null, prompt_name = (string?)null })).Rows());
        float[] cut = (await Host.AskAsync("embed", new { inputs = Texts[0], dimensions = 8, truncation_direction = "Right" })).Rows()[0];
        Assert.Equal(models.Embedder.Embed([Texts[0]], new EmbedOptions { Dimensions = 8, Normalize = true })[0].ToArray(), cut);
    }

    [Fact]
    public async Task EmbedAll()
    {
        JsonElement answer = await Host.AskAsync("embed_all", new { inputs = Texts });
        System.Numerics.Tensors.Tensor<float>[] expected = models.Embedder.EmbedTokens(Texts);
        for (int i = 0; i < Texts.Length; i++)
        {
            float[] values = new float[expected[i].FlattenedLength];
            expected[i].FlattenTo(values);
            Assert.Equal(values, answer[i].Rows().SelectMany(row => row));
        }
    }

    [Fact]
    public async Task EmbedSparse()
    {
        JsonElement answer = await Host.AskAsync("embed_sparse", new { inputs = "a cat" });
        SparseVector expected = models.Splade.EmbedSparse("a cat")[0];
        Assert.Equal(expected.Indices.ToArray(), answer[0].Ints("index"));
        Assert.Equal(expected.Values.ToArray(), answer[0].EnumerateArray().Select(entry => entry.GetProperty("value").GetSingle()));
        JsonElement error = await Host.RefusedAsync(404, "embed_sparse", new { inputs = "a cat", model = "WordNetMini" });
        Assert.Equal("NotFound", error.GetProperty("error_type").GetString());
    }

    [Fact]
    public async Task SimilarityIsTheCosineOfTheFirstAndTheOthers()
    {
        JsonElement answer = await Host.AskAsync("similarity", new { inputs = new { source_sentence = "fear of heights", sentences = new[] { "a morbid fear of great heights", "a young dog" } } });
        TextEmbeddings vectors = models.Embedder.Embed("fear of heights", "a morbid fear of great heights", "a young dog");
        float[] found = answer.Floats();
        Assert.Equal(2, found.Length);
        Assert.Equal(vectors.Similarity(vectors)[0, 1], found[0], 1e-6f);
        Assert.Equal(vectors.Similarity(vectors)[0, 2], found[1], 1e-6f);
        await RefusedAsync(400, "Empty", "similarity", new { inputs = new { source_sentence = "a", sentences = Array.Empty<string>() } });
    }

    [Fact]
    public async Task Tokenize()
    {
        const string Text = "a dög 😀 heights";
        JsonElement answer = await Host.AskAsync("tokenize", new { inputs = Text });
        TokenRow row = models.Embedder.Tokenizer.Encode(Text);
        Assert.Equal(row.Ids.ToArray(), answer[0].Ints("id"));
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(Text);
        foreach (JsonElement piece in answer[0].EnumerateArray())
        {
            bool isSpecial = piece.GetProperty("special").GetBoolean();
            Assert.Equal(isSpecial ? JsonValueKind.Null : JsonValueKind.Number, piece.GetProperty("start").ValueKind);
            if (!isSpecial)
            {
                (int start, int stop) = (piece.GetProperty("start").GetInt32(), piece.GetProperty("stop").GetInt32());
                Assert.Equal(System.Text.Encoding.UTF8.GetString(bytes[start..stop]), piece.GetProperty("text").GetString());
            }
        }

        Assert.Equal("[CLS]", answer[0][0].GetProperty("text").GetString());
        Assert.Equal(row.Count - 2, (await Host.AskAsync("tokenize", new { inputs = new[] { Text }, add_special_tokens = false }))[0].GetArrayLength());
        await RefusedAsync(422, "Validation", "tokenize", "{\"inputs\": \"\\ud800\"}");
    }

    [Fact]
    public async Task Decode()
    {
        int[] ids = models.Embedder.Tokenizer.Encode("a young dog").Ids.ToArray();
        Assert.Equal("a young dog", (await Host.AskAsync("decode", new { ids }))[0].GetString());
        JsonElement several = await Host.AskAsync("decode", new { ids = new[] { ids, ids[1..2] }, skip_special_tokens = false });
        Assert.Equal(["[CLS] a young dog [SEP]", "a"], several.EnumerateArray().Select(text => text.GetString()));
        await RefusedAsync(422, "Tokenizer", "decode", new { ids = new[] { 9000 } });
    }

    [Fact]
    public async Task Rerank()
    {
        string[] texts = ["a young dog", "the study of insects", "a dog"];
        IReadOnlyList<RankedText> expected = models.Reranker.Rank("dog", texts);
        JsonElement answer = await Host.AskAsync("rerank", new { query = "dog", texts, return_text = true });
        Assert.Equal(expected.Select(text => text.Index), answer.Ints("index"));
        Assert.Equal(expected.Select(text => text.Score), answer.EnumerateArray().Select(text => text.GetProperty("score").GetSingle()));
        Assert.Equal(expected.Select(text => texts[text.Index]), answer.EnumerateArray().Select(text => text.GetProperty("text").GetString()));
        Assert.False((await Host.AskAsync("rerank", new { query = "dog", texts }))[0].TryGetProperty("text", out _));

        float raw = (await Host.AskAsync("rerank", new { query = "dog", texts = texts[..1], raw_scores = true }))[0].GetProperty("score").GetSingle();
        float[] logits = new float[1];
        ((ITextClassifier)models.Reranker).Classify(["dog"], texts[..1]).FlattenTo(logits);
        Assert.Equal(logits[0], raw);
        await RefusedAsync(422, "Validation", "rerank", new { query = "dog", texts = new[] { "a", null } });
        await RefusedAsync(400, "Empty", "rerank", new { query = "dog", texts = Array.Empty<string>() });
    }

    [Fact]
    public async Task CohereRerank()
    {
        object[] documents = ["a young dog", new { text = "the study of insects" }, new { title = "x", text = "a dog" }];
        IReadOnlyList<RankedText> expected = models.Reranker.Rank("dog", "a young dog", "the study of insects", "a dog");
        JsonElement answer = await Host.AskAsync("v1/rerank", new { query = "dog", documents, top_n = 2, model = "SmallReranker", return_documents = true });
        JsonElement results = answer.GetProperty("results");
        Assert.Equal(expected.Take(2).Select(text => text.Index), results.Ints("index"));
        Assert.Equal(expected.Take(2).Select(text => text.Score), results.EnumerateArray().Select(text => text.GetProperty("relevance_score").GetSingle()));
        Assert.NotEmpty(results[0].GetProperty("document").GetProperty("text").GetString()!);
        Assert.True(answer.GetProperty("usage").GetProperty("total_tokens").GetInt32() > 0);
        JsonElement error = await Host.RefusedAsync(422, "v1/rerank", new { query = "dog", documents, top_n = 0 });
        Assert.Equal(error.GetProperty("message").GetString(), error.GetProperty("detail").GetString());
        await Host.RefusedAsync(422, "v1/rerank", """{"query": "dog", "documents": [{"title": "x"}]}""");
        await Host.RefusedAsync(422, "v1/rerank", """{"query": "dog", "documents": [null]}""");
    }

    [Fact]
    public async Task Predict()
    {
        float[] logits = new float[3];
        models.Classifier.Classify("a cat").FlattenTo(logits);
        double sum = logits.Sum(value => Math.Exp(value - logits.Max()));
        (float Score, string Label)[] expected = [.. logits.Select((value, label) => ((float)(Math.Exp(value - logits.Max()) / sum), SmallClassifier.LabelNames[label])).OrderByDescending(pair => pair.Item1)];
        JsonElement one = await Host.AskAsync("predict", new { inputs = "a cat", model = "moods" });
        Assert.Equal(expected.Select(pair => pair.Label), one.EnumerateArray().Select(item => item.GetProperty("label").GetString()));
        Assert.All(expected.Zip(one.EnumerateArray()), pair => Assert.Equal(pair.First.Score, pair.Second.GetProperty("score").GetSingle(), 1e-6f));

        // A list of texts and pairs, and a pair alone.
        float[] pair = new float[3];
        ((ITextClassifier)models.Classifier).Classify(["a cat"], ["the cat sat"]).FlattenTo(pair);
        JsonElement several = await Host.AskAsync("predict", new { inputs = new[] { ["a cat"], new[] { "a cat", "the cat sat" } }, raw_scores = true, model = "moods" });
        Assert.Equal(logits.OrderDescending(), several[0].EnumerateArray().Select(item => item.GetProperty("score").GetSingle()));
        Assert.Equal(pair.OrderDescending(), several[1].EnumerateArray().Select(item => item.GetProperty("score").GetSingle()));
        JsonElement alone = await Host.AskAsync("predict", new { inputs = new[] { "a cat", "the cat sat" }, raw_scores = true, model = "moods" });
        Assert.Equal(pair.OrderDescending(), alone.EnumerateArray().Select(item => item.GetProperty("score").GetSingle()));
        await RefusedAsync(422, "Validation", "predict", """{"inputs": ["a", "b", "c"]}""");
        await RefusedAsync(422, "Validation", "predict", """{"inputs": [["a"], "b"]}""");
    }

    [Fact]
    public async Task Info()
    {
        JsonElement info = JsonDocument.Parse(await Host.Client.GetStringAsync("info")).RootElement;
        Assert.Equal(("WordNetMini", "mean", 512, 192), (info.GetProperty("model_id").GetString(), info.GetProperty("model_type").GetProperty("embedding").GetProperty("pooling").GetString(), info.GetProperty("max_input_length").GetInt32(), info.GetProperty("dimensions").GetInt32()));
        Assert.Equal("float32", info.GetProperty("model_dtype").GetString());
        Assert.Equal("int8", JsonDocument.Parse(await Host.Client.GetStringAsync("info?model=small")).RootElement.GetProperty("model_dtype").GetString());
        JsonElement classifier = JsonDocument.Parse(await Host.Client.GetStringAsync("info?model=moods")).RootElement;
        Assert.Equal(SmallClassifier.LabelNames[1], classifier.GetProperty("model_type").GetProperty("classifier").GetProperty("id2label").GetProperty("1").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await Host.Client.GetAsync("info?model=none")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Host.Client.GetAsync("health")).StatusCode);
    }

    [Fact]
    public async Task LongTextsAreCutOrRefused()
    {
        string text = string.Concat(Enumerable.Repeat("heights ", 400));
        Assert.Equal(models.Embedder.Embed(text).ToArrays(), (await Host.AskAsync("embed", new { inputs = text, truncate = true })).Rows());
        JsonElement error = await RefusedAsync(422, "Validation", "embed", new { inputs = new[] { "a", text }, truncate = false });
        Assert.Equal($"`inputs[1]` must have at most 512 tokens. Given: {models.Embedder.CountTokens(text)}", error.GetProperty("error").GetString());
        await RefusedAsync(422, "Validation", "embed", new { inputs = "a", truncation_direction = "left" });
        await RefusedAsync(422, "Validation", "embed", new { inputs = "a", truncation_direction = "up" });
        await RefusedAsync(400, "Empty", "embed", new { inputs = Array.Empty<string>() });
        await RefusedAsync(422, "Validation", "embed", "{\"inputs\": ");
    }

    private async Task<JsonElement> RefusedAsync(int status, string type, string route, object body) => Check(type, await Host.RefusedAsync(status, route, body));

    private async Task<JsonElement> RefusedAsync(int status, string type, string route, string body) => Check(type, await Host.RefusedAsync(status, route, body));

    private static JsonElement Check(string type, JsonElement error)
    {
        Assert.Equal(type, error.GetProperty("error_type").GetString());
        return error;
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using BertGen.Tool.Tests.Harness;

namespace BertGen.Tool.Tests;

/// <summary><c>bertgen serve</c>, in this process, on a free port of the machine itself.</summary>
public sealed class ServeCommandTests(CompiledFolder compiled) : IClassFixture<CompiledFolder>
{
    private static readonly string Reranker = Path.Combine(AppContext.BaseDirectory, "cross-encoders", "folders", "cross_saved_bert_1");

    [Fact]
    public async Task Several_models_are_served_with_the_numbers_of_the_pipe()
    {
        await using var server = await StartAsync("--name", "words", "--name", "ranker", PipeFolder.WordNetMini, Reranker);
        JsonElement models = JsonDocument.Parse(await server.Client.GetStringAsync("v1/models")).RootElement;
        Assert.Equal(["words", "ranker"], models.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()));

        JsonElement expected = (await compiled.RunAsync("""{"embed": ["a dog", "fear of heights"]}""")).Answers.Single();
        JsonElement found = await server.AskAsync("embed", new { inputs = new[] { "a dog", "fear of heights" } });
        Assert.Equal(expected.GetProperty("vectors").EnumerateArray().Select(row => row.Numbers()), found.EnumerateArray().Select(row => row.Numbers()));

        JsonElement scores = await compiled.Folder.AskAsync(Reranker, """{"score": [["a cat", "the cat sat"], ["a cat", "a bank"]]}""");
        JsonElement ranks = await server.AskAsync("rerank", new { query = "a cat", texts = new[] { "the cat sat", "a bank" } });
        Assert.Equal(scores.GetProperty("scores").Numbers().OrderDescending(), ranks.EnumerateArray().Select(rank => rank.GetProperty("score").GetSingle()));
    }

    [Fact]
    public async Task Keys_compression_and_the_name_of_a_folder()
    {
        await using var server = await StartAsync("--api-key", "secret", "--no-truncate", PipeFolder.WordNetMini);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Client.PostAsJsonAsync("embed", new { inputs = "a" })).StatusCode);
        server.Client.DefaultRequestHeaders.Authorization = new("Bearer", "secret");
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write(JsonSerializer.SerializeToUtf8Bytes(new { input = "a dog", model = "wordnet-mini" }));
        }

        using var body = new ByteArrayContent(packed.ToArray());
        body.Headers.ContentType = new("application/json");
        body.Headers.ContentEncoding.Add("gzip");
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/embeddings") { Content = body };
        request.Headers.AcceptEncoding.Add(new("gzip"));
        using HttpResponseMessage response = await server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        using var older = new ByteArrayContent(packed.ToArray());
        older.Headers.ContentType = new("application/json");
        older.Headers.ContentEncoding.Add("x-gzip");
        Assert.Equal(HttpStatusCode.OK, (await server.Client.PostAsync("v1/embeddings", older)).StatusCode);
        using HttpResponseMessage refused = await server.Client.PostAsJsonAsync("embed", new { inputs = string.Concat(Enumerable.Repeat("heights ", 600)) });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        using var broken = new ByteArrayContent([1, 2, 3]);
        broken.Headers.ContentType = new("application/json");
        broken.Headers.ContentEncoding.Add("gzip");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await server.Client.PostAsync("embed", broken)).StatusCode);
    }

    [Fact]
    public async Task Http2_is_spoken_alone_where_it_is_asked_for()
    {
        await using var server = await StartAsync("--http2", PipeFolder.WordNetMini);
        using var request = new HttpRequestMessage(HttpMethod.Get, "health") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using HttpResponseMessage response = await server.Client.SendAsync(request);
        Assert.Equal(HttpVersion.Version20, response.Version);
    }

    [Fact]
    public async Task Metrics_and_traces_go_to_the_collector_that_the_environment_names()
    {
        await using OtlpCollector collector = await OtlpCollector.StartAsync();
        await using (RunningServer server = await StartAsync("--name", "words", PipeFolder.WordNetMini))
        {
            await server.AskAsync("embed", new { inputs = "a text that nobody shall see" });
        }

        string metrics = collector.Of("metrics"), traces = collector.Of("traces");
        Assert.All(["batch.fill", "batch.peak_share", "queue.pieces", "stage.duration", "http.server.request.duration"], name => Assert.Contains(name, metrics, StringComparison.Ordinal));
        Assert.All(["bertgen.batch.pieces", "words", "Microsoft.AspNetCore.Hosting.HttpRequestIn"], name => Assert.Contains(name, traces, StringComparison.Ordinal));
        Assert.DoesNotContain("nobody shall see", metrics + traces, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_served_is_told()
    {
        await AssertFailsAsync(1, "no-such-model", "serve", Path.Combine(compiled.Folder.Root, "no-such-model"));
        await AssertFailsAsync(1, "makes no vectors of texts", "serve", PipeFolder.Tiny, "--pooling", "none");
        await AssertFailsAsync(1, "2 names for 1 models", "serve", PipeFolder.WordNetMini, "--name", "a", "--name", "b");
        await AssertFailsAsync(2, "'serve'", "serve");
    }

    private async Task AssertFailsAsync(int exitCode, string expected, params string[] arguments)
    {
        PipeRun run = await compiled.Folder.InvokeAsync(arguments);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Equal(exitCode, run.ExitCode);
    }

    private async Task<RunningServer> StartAsync(params string[] arguments) => await RunningServer.StartAsync(compiled.Folder, ["serve", "--port", "0", .. arguments]);
}

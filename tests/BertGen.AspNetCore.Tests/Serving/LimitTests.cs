using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using BertGen.AspNetCore.Tests.Harness;
using BertGen.Serving.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace BertGen.AspNetCore.Tests.Serving;

/// <summary>What is refused before anything is computed, and how.</summary>
public sealed class LimitTests : IDisposable
{
    private readonly WordNetMini _model = WordNetMini.Load(ModelFolders.WordNetMini);

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task BodiesAndListsHaveLimits()
    {
        await using ServerHost host = await StartAsync(options => (options.MaxRequestBytes, options.MaxRequestTexts) = (2000, 3));
        JsonElement error = await host.RefusedAsync(413, "embed", new { inputs = new string('a', 3000) });
        Assert.Contains("2000 bytes", error.GetProperty("error").GetString(), StringComparison.Ordinal);
        error = await host.RefusedAsync(413, "embed", new { inputs = new[] { "a", "b", "c", "d" } });
        Assert.Equal("`inputs` has 4 items; at most 3 are allowed", error.GetProperty("error").GetString());
        Assert.Equal("request_too_large", (await host.RefusedAsync(413, "v1/embeddings", new { input = new[] { "a", "b", "c", "d" } })).GetProperty("error").GetProperty("code").GetString());

        // A body whose length nobody has told.
        using var content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes($"{{\"inputs\": \"{new string('a', 3000)}\"}}")));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "embed") { Content = content };
        request.Headers.TransferEncodingChunked = true;
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await host.Client.SendAsync(request)).StatusCode);
        using var text = new StringContent("{\"inputs\": \"a\"}", Encoding.UTF8, "text/plain");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await host.Client.PostAsync("embed", text)).StatusCode);
        await host.AskAsync("embed", new { inputs = new[] { "a", "b", "c" } });
    }

    [Fact]
    public async Task ABodyInAnEncodingThatNobodyReadsIsAnError()
    {
        await using ServerHost host = await StartAsync(_ => { });
        using var content = new StringContent("{\"inputs\": \"a\"}", Encoding.UTF8, "application/json");
        content.Headers.ContentEncoding.Add("gzip");
        content.Headers.ContentEncoding.Add("br");
        using HttpResponseMessage refused = await host.Client.PostAsync("embed", content);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, refused.StatusCode);
        Assert.EndsWith("found 'Content-Encoding: gzip, br'.", JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACompressedBodyIsReadWhereTheApplicationDecompressesAndItsErrorSaysWhatIsWrong()
    {
        // What docs/serving.md says to add.
        await using ServerHost host = await ServerHost.StartAsync(
            app =>
            {
                app.UseRequestDecompression();
                app.MapEmbeddings<WordNetMini>(source: ModelFolders.WordNetMini);
            },
            options => options.MaxRequestBytes = 20_000,
            build: builder => builder.Services.AddRequestDecompression());
        byte[] whole = Packed(Enumerable.Range(0, 200).Select(number => $"secret {number}"));
        Assert.Equal((HttpStatusCode.OK, ""), await AskAsync(whole));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "The body ends before its JSON does: it is empty, or cut off"), await AskAsync(whole[..(whole.Length / 2)]));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "The body is not compressed as its Content-Encoding says."), await AskAsync(Encoding.UTF8.GetBytes("{\"inputs\": \"a\"}")));

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "The body is too large; at most 20000 bytes are allowed."), await AskAsync(Packed([new string('a', 100_000)])));

        static byte[] Packed(IEnumerable<string> texts)
        {
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
            {
                gzip.Write(JsonSerializer.SerializeToUtf8Bytes(new { inputs = texts }));
            }

            return packed.ToArray();
        }

        async Task<(HttpStatusCode, string)> AskAsync(byte[] body)
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new("application/json");
            content.Headers.ContentEncoding.Add("gzip");
            using HttpResponseMessage response = await host.Client.PostAsync("embed", content);
            string text = await response.Content.ReadAsStringAsync();
            return (response.StatusCode, response.IsSuccessStatusCode ? "" : JsonDocument.Parse(text).RootElement.GetProperty("error").GetString()!);
        }
    }

    [Theory]
    [InlineData("{\"inputs\": \"secret\", }", "The body is not JSON from line 1, byte 22 on")]
    [InlineData("{\"inputs\": \n secret}", "The body is not JSON from line 2, byte 2 on")]
    [InlineData("", "The body ends before its JSON does: it is empty, or cut off")]
    [InlineData("{\"inputs\": \"sec", "The body ends before its JSON does: it is empty, or cut off")]
    [InlineData("{\"inputs\": [\"secret\"", "The body ends before its JSON does: it is empty, or cut off")]
    [InlineData("{\"inputs\": \"secret\", \"trunc", "The body ends before its JSON does: it is empty, or cut off")]
    [InlineData("null", "The body: expected an object; found null")]
    [InlineData("[\"secret\"]", "The body: expected an object")]
    [InlineData("{\"inputs\": {}}", "`inputs`: expected a text, a list of texts, a list of ids, or a list of lists of ids")]
    [InlineData("{\"inputs\": \"\\ud83d\"}", "`inputs`: expected text; found half of a character, or bytes that are not UTF-8")]
    [InlineData("{\"inputs\": \"a\", \"truncate\": \"secret\"}", "`truncate`: expected true or false")]
    [InlineData("{\"inputs\": \"a\", \"dimensions\": 1.5}", "`dimensions`: expected an integer")]
    [InlineData("{\"inputs\": \"a\", \"prompt_name\": 5}", "`prompt_name`: expected a text")]
    public async Task AnErrorSaysWhereTheBodyIsWrongAndNothingOfIt(string body, string expected)
    {
        await using ServerHost host = await StartAsync(_ => { });
        Assert.Equal(expected, (await host.RefusedAsync(422, "embed", body)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task RequestsNeedAKeyWhereThereAreKeys()
    {
        await using ServerHost host = await StartAsync(options =>
        {
            options.ApiKeys.Add("first key");
            options.ApiKeys.Add("other");
        });
        JsonElement error = (await host.RefusedAsync(401, "v1/embeddings", new { input = "a" })).GetProperty("error");
        Assert.Equal("invalid_api_key", error.GetProperty("code").GetString());
        foreach (string route in new[] { "v1/models", "info", "metrics" })
        {
            using HttpResponseMessage refused = await host.Client.GetAsync(route);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.Equal("Bearer", refused.Headers.WwwAuthenticate.Single().Scheme);
        }

        host.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "first");
        await host.RefusedAsync(401, "embed", new { inputs = "a" });
        foreach (string key in new[] { "first key", "other" })
        {
            host.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
            await host.AskAsync("embed", new { inputs = "a" });
            Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("metrics")).StatusCode);
        }
    }

    [Fact]
    public async Task EachKeyHasItsOwnRate()
    {
        await using ServerHost host = await StartAsync(options =>
        {
            options.ApiKeys.Add("one");
            options.ApiKeys.Add("two");
            options.RequestsPerMinute = 2;
        });
        foreach (string key in new[] { "one", "two" })
        {
            host.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
            await host.AskAsync("embed", new { inputs = "a" });
            await host.AskAsync("embed", new { inputs = "a" });
            using HttpResponseMessage refused = await host.Client.PostAsJsonAsync("embed", new { inputs = "a" });
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        }
    }

    [Fact]
    public async Task WhatIsTooMuchAtOnceIsRefusedAndLater()
    {
        var held = new HeldEmbedder(_model);
        await using ServerHost host = await ServerHost.StartAsync(
            app => app.MapModel("held", () => held, ModelFeatures.Embeddings),
            options => (options.MaxConcurrentRequests, options.MaxQueuedPieces) = (3, 10));
        Task<JsonElement> running = host.AskAsync("embed", new { inputs = "first" });
        await held.EnteredAsync();
        Task<JsonElement> waiting = host.AskAsync("embed", new { inputs = "a young dog" });
        for (int i = 0; i < 1000 && !(await host.Client.GetStringAsync("metrics")).Contains("bertgen_queue_texts{model=\"held\"} 1", StringComparison.Ordinal); i++)
        {
            await Task.Delay(10);
        }

        // There is a place for a third request, but not for its pieces.
        using HttpResponseMessage full = await host.Client.PostAsJsonAsync("embed", new { inputs = "the fear of great heights and of deep water" });
        Assert.Equal(HttpStatusCode.TooManyRequests, full.StatusCode);
        Assert.NotNull(full.Headers.RetryAfter!.Delta);
        Assert.Equal("Overloaded", JsonDocument.Parse(await full.Content.ReadAsStringAsync()).RootElement.GetProperty("error_type").GetString());
        Task<JsonElement> small = host.AskAsync("embed", new { inputs = "a" });
        using HttpResponseMessage many = await UntilRefusedAsync(host);
        Assert.NotNull(many.Headers.RetryAfter!.Delta);
        held.Pass(1000);
        await Task.WhenAll(running, waiting, small);
        await host.AskAsync("embed", new { inputs = "the fear of great heights and of deep water" });
    }

    [Theory]
    [InlineData(nameof(BertServerOptions.MaxBatchPieces))]
    [InlineData(nameof(BertServerOptions.MaxRequestBytes))]
    public void LimitsArePositive(string name)
    {
        var services = new Microsoft.Extensions.DependencyInjection.ServiceCollection();
        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => services.AddBertServer(options =>
        {
            options.MaxBatchPieces = name == nameof(BertServerOptions.MaxBatchPieces) ? 0 : 1;
            options.MaxRequestBytes = name == nameof(BertServerOptions.MaxRequestBytes) ? 0 : 1;
        }));
        Assert.Contains(name, thrown.Message, StringComparison.Ordinal);
    }

    // The request before is admitted as soon as the server has read its head, which nobody tells.
    private static async Task<HttpResponseMessage> UntilRefusedAsync(ServerHost host)
    {
        for (int i = 0; ; i++)
        {
            HttpResponseMessage response = await host.Client.PostAsync("embed", new StringContent("{", Encoding.UTF8, "application/json"));
            if (response.StatusCode == HttpStatusCode.TooManyRequests || i == 3000)
            {
                Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
                return response;
            }

            response.Dispose();
            await Task.Delay(10);
        }
    }

    private static Task<ServerHost> StartAsync(Action<BertServerOptions> configure) =>
        ServerHost.StartAsync(app => app.MapEmbeddings<WordNetMini>(source: ModelFolders.WordNetMini), configure);
}

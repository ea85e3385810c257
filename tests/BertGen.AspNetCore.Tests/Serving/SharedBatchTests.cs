using System.Text.Json;
using BertGen.AspNetCore.Tests.Harness;
using BertGen.Serving.Models;

namespace BertGen.AspNetCore.Tests.Serving;

/// <summary>Many callers at once, over sockets.</summary>
public sealed class SharedBatchTests : IDisposable
{
    private readonly WordNetMini _model = WordNetMini.Load(ModelFolders.WordNetMini);

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task ATextHasTheSameBitsWhoeverSharesItsBatch()
    {
        var held = new HeldEmbedder(_model);
        await using ServerHost host = await ServerHost.StartAsync(app => app.MapModel("held", () => held, ModelFeatures.Embeddings));
        string[][] requests = [.. Enumerable.Range(0, 24).Select(caller => Enumerable.Range(0, 1 + (caller % 3)).Select(i => Text(caller, i)).ToArray())];
        Task<JsonElement> first = host.AskAsync("embed", new { inputs = "first" });
        await held.EnteredAsync();
        Task<JsonElement>[] asked = [.. requests.Select(texts => host.AskAsync("embed", new { inputs = texts }))];
        held.Pass(1000);
        await first;
        for (int i = 0; i < requests.Length; i++)
        {
            Assert.Equal(requests[i].Select(text => _model.Embed(text)[0].ToArray()), (await asked[i]).Rows());
        }

        // Otherwise nothing was shown.
        Assert.Contains(held.Seen, batch => batch.Length > 3);
    }

    [Fact]
    public async Task ARequestThatFailsLeavesTheOthersWhole()
    {
        var held = new HeldEmbedder(_model);
        await using ServerHost host = await ServerHost.StartAsync(app => app.MapModel("held", () => held, ModelFeatures.Embeddings));
        Task<JsonElement> first = host.AskAsync("embed", new { inputs = "first" });
        await held.EnteredAsync();
        Task<JsonElement> broken = host.RefusedAsync(500, "v1/embeddings", new { input = new[] { "a", "poison" } });
        Task<JsonElement>[] whole = [.. Enumerable.Range(0, 4).Select(caller => host.AskAsync("embed", new { inputs = Text(caller, 0) }))];
        await WaitAsync(host, 6);
        held.Pass(1000);
        await first;
        JsonElement error = (await broken).GetProperty("error");
        Assert.Equal("server_error", error.GetProperty("type").GetString());
        Assert.DoesNotContain("poison", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        for (int caller = 0; caller < whole.Length; caller++)
        {
            Assert.Equal(_model.Embed(Text(caller, 0)).ToArrays(), (await whole[caller]).Rows());
        }
    }

    [Fact]
    public async Task WhatAClientLeftIsNotComputed()
    {
        var held = new HeldEmbedder(_model);
        await using ServerHost host = await ServerHost.StartAsync(app => app.MapModel("held", () => held, ModelFeatures.Embeddings));
        Task<JsonElement> first = host.AskAsync("embed", new { inputs = "first" });
        await held.EnteredAsync();
        using var leaving = new CancellationTokenSource();
        Task left = host.Client.PostAsync("embed", new StringContent("{\"inputs\": \"left\"}", System.Text.Encoding.UTF8, "application/json"), leaving.Token);
        await WaitAsync(host, 1);
        leaving.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        await WaitAsync(host, 0);
        held.Pass(1000);
        await first;
        await host.AskAsync("embed", new { inputs = "last" });
        Assert.Equal(["first", "last"], held.Seen.SelectMany(texts => texts));
    }

    private static string Text(int caller, int index) => string.Concat(Enumerable.Repeat($"word {caller} ", 1 + (caller * 7 % 40))) + index;

    private static async Task WaitAsync(ServerHost host, int texts)
    {
        for (int i = 0; i < 1000; i++)
        {
            string metrics = await host.Client.GetStringAsync("metrics");
            if (metrics.Split('\n').Any(line => line.StartsWith("bertgen_queue_texts{", StringComparison.Ordinal) && line.EndsWith($" {texts}", StringComparison.Ordinal)))
            {
                return;
            }

            await Task.Delay(10);
        }

        throw new TimeoutException($"Expected {texts} texts in the queue; found {await host.Client.GetStringAsync("metrics")}");
    }
}

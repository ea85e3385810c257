using System.Net;
using System.Text.Json;
using BertGen.AspNetCore.Tests.Harness;
using BertGen.Serving.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace BertGen.AspNetCore.Tests.Serving;

/// <summary>From the start of a server to its end.</summary>
public sealed class LifetimeTests : IDisposable
{
    private readonly WordNetMini _model = WordNetMini.Load(ModelFolders.WordNetMini);

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task AServerIsAliveAtOnceAndReadyBehindTheFirstAnswer()
    {
        using var load = new ManualResetEventSlim();
        await using ServerHost host = await ServerHost.StartAsync(
            app => app.MapModel(
                "slow",
                () =>
                {
                    load.Wait();
                    return WordNetMini.Load(ModelFolders.WordNetMini);
                },
                ModelFeatures.Embeddings),
            waits: false);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.Client.GetAsync("health")).StatusCode);
        JsonElement error = await host.RefusedAsync(503, "embed", new { inputs = "a" });
        Assert.Equal("Unhealthy", error.GetProperty("error_type").GetString());
        load.Set();
        await host.ReadyAsync();
        await host.AskAsync("embed", new { inputs = "a" });
    }

    [Fact]
    public async Task StoppingAnswersWhatWaits()
    {
        var held = new HeldEmbedder(_model);
        await using ServerHost host = await ServerHost.StartAsync(app => app.MapModel("held", () => held, ModelFeatures.Embeddings));
        Task<JsonElement> running = host.AskAsync("embed", new { inputs = "first" });
        await held.EnteredAsync();
        Task<JsonElement> waiting = host.AskAsync("embed", new { inputs = new[] { "a young dog", "b" } });
        await QueuedAsync(host, 2);
        Task stopping = host.Application.StopAsync();
        held.Pass(1000);
        await stopping;
        Assert.Equal(_model.Embed("first").ToArrays(), (await running).Rows());
        Assert.Equal(_model.Embed("a young dog", "b").ToArrays(), (await waiting).Rows());
    }

    [Fact]
    public async Task StoppingThatTakesTooLongRefusesWhatWaits()
    {
        var held = new HeldEmbedder(_model);
        await using ServerHost host = await ServerHost.StartAsync(
            app => app.MapModel("held", () => held, ModelFeatures.Embeddings), options => options.DrainTimeout = TimeSpan.FromMilliseconds(100));
        Task<JsonElement> running = host.AskAsync("embed", new { inputs = "first" });
        await held.EnteredAsync();
        Task<JsonElement> waiting = host.RefusedAsync(503, "v1/embeddings", new { input = "a young dog" });
        await QueuedAsync(host, 1);
        Task stopping = host.Application.StopAsync();
        Assert.Equal("server_error", (await waiting).GetProperty("error").GetProperty("type").GetString());
        held.Pass(1000);
        await stopping;
        await running;
    }

    [Fact]
    public async Task AModelThatIsAServiceIsThatOfTheApplication()
    {
        await using ServerHost host = await ServerHost.StartAsync(app => app.MapEmbeddings<WordNetMini>(), build: builder => builder.Services.AddSingleton(_model));
        Assert.Equal(_model.Embed("a").ToArrays(), (await host.AskAsync("embed", new { inputs = "a" })).Rows());
        await host.DisposeAsync();
        Assert.Equal(1, _model.Embed("still there").Count);
    }

    [Fact]
    public async Task GroupsHaveModelsOfTheirOwn()
    {
        await using ServerHost host = await ServerHost.StartAsync(app =>
        {
            app.MapEmbeddings<WordNetMini>(source: ModelFolders.WordNetMini);
            app.MapGroup("/ranking").MapRerank<SmallReranker>(source: ModelFolders.Reranker);
        });
        await host.AskAsync("ranking/rerank", new { query = "a", texts = new[] { "b" } });
        await host.RefusedAsync(404, "rerank", new { query = "a", texts = new[] { "b" } });
        await host.RefusedAsync(404, "ranking/embed", new { inputs = "a" });
    }

    [Fact]
    public void WhatIsMissingIsTold()
    {
        WebApplication bare = WebApplication.CreateBuilder().Build();
        Assert.Contains("AddBertServer", Assert.Throws<InvalidOperationException>(() => bare.MapEmbeddings<WordNetMini>()).Message, StringComparison.Ordinal);
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Services.AddBertServer();
        WebApplication application = builder.Build();
        application.MapEmbeddings<WordNetMini>("same");
        Assert.Contains("'same'", Assert.Throws<InvalidOperationException>(() => application.MapRerank<SmallReranker>("same")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MetricsTellOfRequestsTextsAndStages()
    {
        await using ServerHost host = await ServerHost.StartAsync(app => app.MapEmbeddings<WordNetMini>(source: ModelFolders.WordNetMini));
        await host.AskAsync("embed", new { inputs = new[] { "a young dog", "b" } });
        await host.RefusedAsync(422, "embed", "{");
        await MetricsAsync(host, "bertgen_requests{route=\"/embed\",status=\"200\"}");
        string[] lines = await MetricsAsync(host, "bertgen_pieces");
        Assert.Contains("bertgen_texts{model=\"WordNetMini\"} 2", lines);
        Assert.Contains($"bertgen_pieces{{model=\"WordNetMini\"}} {_model.Embed("a young dog", "b").TokenCount}", lines);
        Assert.Contains("bertgen_requests{route=\"/embed\",status=\"200\"} 1", lines);
        Assert.Contains("bertgen_requests{route=\"/embed\",status=\"422\"} 1", lines);
        Assert.Contains("bertgen_queue_texts{model=\"WordNetMini\"} 0", lines);
        foreach (string stage in new[] { "tokenize", "queue", "compute" })
        {
            Assert.Contains($"bertgen_stage_duration_count{{model=\"WordNetMini\",stage=\"{stage}\"}} 1", lines);
        }

        Assert.Contains("bertgen_batch_fill_count{model=\"WordNetMini\"} 1", lines);

        // What a batch has of the peak: its operations by the peak that stands beside it, and by the time that it took.
        double flops = new[] { "a young dog", "b" }.Sum(text => WordNetMini.Info.FlopsOf((int)_model.Embed(text).TokenCount));
        Assert.Contains("bertgen_batch_peak_share_count{model=\"WordNetMini\"} 1", lines);
        double share = Value(lines, "bertgen_batch_peak_share_sum{model=\"WordNetMini\"} "), peak = Value(lines, "bertgen_peak ");
        double seconds = Value(lines, "bertgen_stage_duration_sum{model=\"WordNetMini\",stage=\"compute\"} ");
        Assert.Equal(flops / seconds / peak, share, share * 1e-6);
        Assert.True(share > 0);
        Assert.Contains(lines, line => line.Contains("http_server_request_duration_count", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AServerThatHasEndedIsLetGo()
    {
        // Exporters of metrics, the one that /metrics writes with too, may hold instruments for as long as there is a process.
        using var exporter = new System.Diagnostics.Metrics.MeterListener();
        var held = new List<object>();
        exporter.InstrumentPublished = (instrument, _) => held.Add(instrument);
        exporter.Start();
        WeakReference ended = await LiveAsync();
        for (int i = 0; i < 100 && ended.IsAlive; i++)
        {
            await Task.Delay(100);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(ended.IsAlive);
        GC.KeepAlive(held);
    }

    private static async Task<WeakReference> LiveAsync()
    {
        await using ServerHost host = await ServerHost.StartAsync(app => app.MapEmbeddings<WordNetMini>(source: ModelFolders.WordNetMini));
        await host.AskAsync("embed", new { inputs = "a" });
        await host.Application.StopAsync();
        return new WeakReference(host.Application.Services.GetRequiredService<global::BertGen.Serving.Models.ModelRegistry>());
    }

    // A batch is counted behind the answers to it.
    private static async Task<string[]> MetricsAsync(ServerHost host, string name)
    {
        string[] lines = [];
        for (int i = 0; i < 500 && !lines.Any(line => line.StartsWith(name, StringComparison.Ordinal)); i++)
        {
            lines = (await host.Client.GetStringAsync("metrics")).Split('\n');
            await Task.Delay(10);
        }

        return lines;
    }

    private static double Value(string[] lines, string name) =>
        double.Parse(lines.Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..], System.Globalization.CultureInfo.InvariantCulture);

    private static async Task QueuedAsync(ServerHost host, int texts)
    {
        for (int i = 0; i < 1000; i++)
        {
            if ((await host.Client.GetStringAsync("metrics")).Contains($"bertgen_queue_texts{{model=\"held\"}} {texts}", StringComparison.Ordinal))
            {
                return;
            }

            await Task.Delay(10);
        }

        throw new TimeoutException();
    }
}

using System.Text.Json;
using BertGen.Serving.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BertGen.Benchmarks.Serving;

/// <summary>The hosts that are compared: Kestrel on a free port of the machine itself, each with one way to embed.</summary>
internal static class BenchmarkHost
{
    /// <summary>The server of the package.</summary>
    public static Task<WebApplication> StartAsync(ISentenceEmbedder embedder) => StartAsync(builder => builder.Services.AddBertServer(), app => app.MapModel("model", (object)embedder, ModelFeatures.Embeddings));

    /// <summary>What many write at first: one text after the other under a lock.</summary>
    public static Task<WebApplication> StartLockedAsync(ISentenceEmbedder embedder) => StartAsync(_ => { }, app =>
    {
        var gate = new Lock();
        app.MapPost("/embed", async (HttpContext context) =>
        {
            using JsonDocument request = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            string text = request.RootElement.GetProperty("inputs").GetString()!;
            float[][] vectors;
            lock (gate)
            {
                vectors = embedder.Embed([text]).ToArrays();
            }

            await context.Response.WriteAsJsonAsync(vectors, context.RequestAborted);
        });
    });

    /// <summary>A host with whatever is mapped, once it is ready.</summary>
    public static async Task<WebApplication> StartAsync(Action<WebApplicationBuilder> build, Action<WebApplication> map)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        build(builder);
        WebApplication app = builder.Build();
        map(app);
        if (builder.Services.All(service => service.ServiceType != typeof(BertServerOptions)))
        {
            app.MapGet("/health", () => Results.Ok());
        }

        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        while (!(await client.GetAsync("/health")).IsSuccessStatusCode)
        {
            await Task.Delay(50);
        }

        return app;
    }
}

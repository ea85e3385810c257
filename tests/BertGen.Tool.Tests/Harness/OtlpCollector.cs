using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BertGen.Tool.Tests.Harness;

/// <summary>A collector of OpenTelemetry that keeps what it gets, and the variables that name it for as long as it is there.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<string, string> _received = new();

    private OtlpCollector()
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _application = builder.Build();
        _application.MapPost("/v1/{signal}", async (HttpContext context, string signal) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            string text = Encoding.Latin1.GetString(body.ToArray());
            _received.AddOrUpdate(signal, text, (_, before) => before + text);
        });
    }

    public static async Task<OtlpCollector> StartAsync()
    {
        var collector = new OtlpCollector();
        await collector._application.StartAsync();
        Environment.SetEnvironmentVariable(Endpoint, collector._application.Urls.Single());
        Environment.SetEnvironmentVariable(Protocol, "http/protobuf");
        return collector;
    }

    /// <summary>All bytes of a signal: protobuf, in which names stand as they are.</summary>
    public string Of(string signal) => _received.GetValueOrDefault(signal, "");

    public async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable(Endpoint, null);
        Environment.SetEnvironmentVariable(Protocol, null);
        await _application.DisposeAsync();
    }
}

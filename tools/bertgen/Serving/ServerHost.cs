using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BertGen.Tool.Serving;

/// <summary>Makes the application that models are mapped to.</summary>
internal static class ServerHost
{
    // Shorter than the tool waits for a command that is interrupted.
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(15);

    public static WebApplication Build(ServerSettings settings)
    {
        // Settings beside the tool and in the environment count, but not those of whatever folder it is started in.
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).AddFilter("Microsoft.AspNetCore", LogLevel.Warning)

            // What keeps the server from starting is the last line of the command.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        string host = settings.Host.Contains(':', StringComparison.Ordinal) ? $"[{settings.Host}]" : settings.Host;
        builder.WebHost.UseUrls($"http://{host}:{settings.Port}");
        builder.Services.AddBertServer(options =>
        {
            foreach (string key in settings.Keys)
            {
                options.ApiKeys.Add(key);
            }

            options.RequestsPerMinute = settings.RequestsPerMinute;
            options.MaxBatchPieces = settings.MaxBatchPieces ?? options.MaxBatchPieces;
            options.Truncate = settings.Truncate;
            options.DrainTimeout = DrainTimeout;

            // What is sent compressed is measured as it is read.
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = options.MaxRequestBytes);
        });
        if (settings.IsHttp2)
        {
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        }

        OtlpExport.AddTo(builder);

        // Two names of one encoding, by the specification of HTTP.
        builder.Services.AddRequestDecompression(bodies => bodies.DecompressionProviders.Add("x-gzip", bodies.DecompressionProviders["gzip"]));
        builder.Services.AddResponseCompression();
        WebApplication application = builder.Build();
        application.UseRequestDecompression();
        application.UseResponseCompression();
        return application;
    }
}

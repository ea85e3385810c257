using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace BertGen.Tool.Serving;

/// <summary>Sends metrics and traces to a collector of OpenTelemetry, where the variables of its specification name one: <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, or that of a signal.</summary>
internal static class OtlpExport
{
    private const string Name = "bertgen";
    private const string ServiceName = "OTEL_SERVICE_NAME";

    private static readonly string[] Meters = [Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];
    private static readonly string[] Sources = [Name, "Microsoft.AspNetCore"];

    /// <summary>Adds what is asked for; without a variable nothing.</summary>
    public static void AddTo(WebApplicationBuilder builder)
    {
        bool hasMetrics = IsNamed(builder.Configuration, "METRICS"), hasTraces = IsNamed(builder.Configuration, "TRACES");
        if (!hasMetrics && !hasTraces)
        {
            return;
        }

        OpenTelemetry.OpenTelemetryBuilder telemetry = builder.Services.AddOpenTelemetry();
        if (string.IsNullOrEmpty(builder.Configuration[ServiceName]))
        {
            telemetry.ConfigureResource(resource => resource.AddService(Name));
        }

        if (hasMetrics)
        {
            telemetry.WithMetrics(metrics => metrics.AddMeter(Meters).AddOtlpExporter());
        }

        if (hasTraces)
        {
            telemetry.WithTracing(traces => traces.AddSource(Sources).AddOtlpExporter());
        }
    }

    private static bool IsNamed(IConfiguration configuration, string signal) =>
        !string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]) || !string.IsNullOrEmpty(configuration[$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"]);
}

using BertGen.Serving.Http;
using BertGen.Serving.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace BertGen.Serving.Routes;

/// <summary>The route <c>/metrics</c>: what is counted and measured, as Prometheus reads it. It needs a key where requests need one.</summary>
internal static class MetricsRoute
{
    public static void Map(IEndpointRouteBuilder endpoints, PrometheusText metrics, Admission admission) => endpoints.MapGet("/metrics", async context =>
    {
        try
        {
            admission.Authorize(context);
        }
        catch (RequestException refused)
        {
            await ErrorBody.WriteAsync(context, ErrorStyle.Tei, refused).ConfigureAwait(false);
            return;
        }

        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        await metrics.WriteAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
    });
}

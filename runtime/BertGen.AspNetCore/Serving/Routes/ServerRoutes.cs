using BertGen.Serving.Http;
using BertGen.Serving.Models;
using BertGen.Serving.OpenApi;
using BertGen.Serving.Page;
using BertGen.Serving.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BertGen.Serving.Routes;

/// <summary>All routes of a group of models.</summary>
internal static class ServerRoutes
{
    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder endpoints, ModelSet models)
    {
        IServiceProvider services = endpoints.ServiceProvider;
        var calls = services.GetRequiredService<ModelCalls>();
        var runner = services.GetRequiredService<RequestRunner>();
        new OpenAiRoutes(models, calls, runner).Map(endpoints);
        new TeiEmbedRoutes(models, calls, runner).Map(endpoints);
        new TeiTokenRoutes(models, calls, runner).Map(endpoints);
        new TeiInfoRoute(models, services.GetRequiredService<BertServerOptions>(), runner).Map(endpoints);
        new RerankRoutes(models, calls, runner).Map(endpoints);
        new PredictRoute(models, calls, runner).Map(endpoints);

        MetricsRoute.Map(endpoints, services.GetRequiredService<PrometheusText>(), services.GetRequiredService<Admission>());
        endpoints.MapOpenApi($"/openapi.json/{{documentName={ServerDocument.Name}}}");

        if (services.GetRequiredService<BertServerOptions>().Page)
        {
            PageRoute.Map(endpoints);
        }

        // Ready behind the first answer of every model; alive as soon as there is a server.
        endpoints.MapHealthChecks("/health", new HealthCheckOptions { Predicate = check => check.Tags.Contains(ModelsHealthCheck.Tag) });
        endpoints.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
    }
}

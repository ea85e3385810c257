using BertGen.Serving.Http;
using BertGen.Serving.Json;
using BertGen.Serving.Models;
using BertGen.Serving.OpenApi;
using BertGen.Serving.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace BertGen;

/// <summary>Registers what models are served with.</summary>
public static class BertServerServiceCollectionExtensions
{
    /// <summary>
    /// Registers queues, limits, metrics and health checks of models that are served. The models are named where the routes are mapped:
    /// <c>app.MapEmbeddings&lt;TModel&gt;()</c>.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the limits.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException">The services are null.</exception>
    /// <exception cref="InvalidOperationException">A limit is not positive.</exception>
    public static IServiceCollection AddBertServer(this IServiceCollection services, Action<BertServerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = new BertServerOptions();
        configure?.Invoke(options);
        options.Check();
        services.AddMetrics();
        services.AddSingleton(options);
        services.AddSingleton<ServerMetrics>();
        services.AddSingleton<PrometheusText>();
        services.AddSingleton<Admission>();
        services.AddSingleton<RequestRunner>();
        services.AddSingleton<ModelCalls>();
        services.AddSingleton<ModelRegistry>();
        services.AddHostedService(provider => provider.GetRequiredService<ModelRegistry>());
        services.AddHealthChecks().AddCheck<ModelsHealthCheck>("models", tags: [ModelsHealthCheck.Tag]);
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ServerJson.Default));
        services.AddOpenApi(ServerDocument.Name, ServerDocument.Configure);
        return services;
    }
}

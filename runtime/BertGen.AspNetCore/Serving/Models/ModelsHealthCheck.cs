using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BertGen.Serving.Models;

/// <summary>Healthy when every model has answered once.</summary>
internal sealed class ModelsHealthCheck(ModelRegistry models) : IHealthCheck
{
    /// <summary>The tag by which <c>/health</c> finds it.</summary>
    public const string Tag = "bertgen";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(models.IsReady ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("A model is being loaded."));
}

using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace BertGen;

/// <summary>Loads the model while the host starts, runs it once, and tells how that went.</summary>
/// <typeparam name="TModel">The compiled class.</typeparam>
/// <param name="load">Gets the model from the application's services.</param>
/// <param name="options">How it is loaded.</param>
internal sealed class ModelState<TModel>(Func<TModel> load, BertModelOptions options) : IHostedService, IHealthCheck
    where TModel : class
{
    private const string Sample = "How do I reset my password?";

    private volatile bool _isReady;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.WarmUp)
        {
            await Task.Run(Run, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Healthy when the model has answered; a model that is loaded by its first caller is loaded here.</summary>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            if (!_isReady)
            {
                await Task.Run(Run, cancellationToken).ConfigureAwait(false);
            }

            return HealthCheckResult.Healthy();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, failure.Message, failure);
        }
    }

    private void Run()
    {
        TModel model = load();
        switch (model)
        {
            case ISentenceEmbedder embedder:
                embedder.Embed([Sample]);
                break;
            case IReranker reranker:
                reranker.Score(Sample, [Sample]);
                break;
            case ITextClassifier classifier:
                classifier.Classify([Sample]);
                break;
        }

        _isReady = true;
    }
}

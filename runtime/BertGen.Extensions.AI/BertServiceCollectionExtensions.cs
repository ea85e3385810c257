using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace BertGen;

/// <summary>Registers compiled classes as services of an application: one instance each, loaded when the host starts.</summary>
public static class BertServiceCollectionExtensions
{
    /// <summary>The key of the generator for texts that are searched with.</summary>
    public const string QueryKey = "query";

    /// <summary>The key of the generator for texts that are searched for.</summary>
    public const string DocumentKey = "document";

    /// <summary>
    /// Registers a model with sentence vectors: as itself, as <see cref="ISentenceEmbedder"/>, as
    /// <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/>, and as generators under <see cref="QueryKey"/> and <see cref="DocumentKey"/>, which
    /// put the folder's prompts before the texts.
    /// </summary>
    /// <typeparam name="TModel">The compiled class.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets how it is loaded.</param>
    /// <returns>The builder of the generator without a key, for <c>UseOpenTelemetry</c>, <c>UseDistributedCache</c> and the like.</returns>
    /// <exception cref="ArgumentNullException">The services are null.</exception>
    public static EmbeddingGeneratorBuilder<string, Embedding<float>> AddBertEmbedder<TModel>(this IServiceCollection services, Action<BertModelOptions>? configure = null)
        where TModel : class, IBertModel<TModel>, ISentenceEmbedder
    {
        AddModel<TModel>(services, configure);
        services.AddSingleton<ISentenceEmbedder>(provider => provider.GetRequiredService<TModel>());
        services.AddKeyedEmbeddingGenerator(QueryKey, provider => provider.GetRequiredService<TModel>().AsEmbeddingGenerator(EmbedRole.Query));
        services.AddKeyedEmbeddingGenerator(DocumentKey, provider => provider.GetRequiredService<TModel>().AsEmbeddingGenerator(EmbedRole.Document));
        return services.AddEmbeddingGenerator(provider => provider.GetRequiredService<TModel>().AsEmbeddingGenerator());
    }

    /// <summary>Registers a cross-encoder with one label: as itself and as <see cref="IReranker"/>.</summary>
    /// <typeparam name="TModel">The compiled class.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets how it is loaded.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException">The services are null.</exception>
    public static IServiceCollection AddBertReranker<TModel>(this IServiceCollection services, Action<BertModelOptions>? configure = null)
        where TModel : class, IBertModel<TModel>, IReranker
    {
        AddModel<TModel>(services, configure);
        return services.AddSingleton<IReranker>(provider => provider.GetRequiredService<TModel>());
    }

    /// <summary>Registers a classifier of texts: as itself and as <see cref="ITextClassifier"/>.</summary>
    /// <typeparam name="TModel">The compiled class.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets how it is loaded.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException">The services are null.</exception>
    public static IServiceCollection AddBertClassifier<TModel>(this IServiceCollection services, Action<BertModelOptions>? configure = null)
        where TModel : class, IBertModel<TModel>, ITextClassifier
    {
        AddModel<TModel>(services, configure);
        return services.AddSingleton<ITextClassifier>(provider => provider.GetRequiredService<TModel>());
    }

    /// <summary>Adds a check that is healthy when a registered model has answered.</summary>
    /// <typeparam name="TModel">The compiled class.</typeparam>
    /// <param name="checks">The checks.</param>
    /// <param name="name">The name of the check; null for that of the class.</param>
    /// <param name="failureStatus">What a failure is reported as; null for unhealthy.</param>
    /// <param name="tags">Tags of the check.</param>
    /// <returns>The checks.</returns>
    /// <exception cref="ArgumentNullException">The checks are null.</exception>
    public static IHealthChecksBuilder AddBertModel<TModel>(
        this IHealthChecksBuilder checks, string? name = null, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
        where TModel : class, IBertModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(checks);
        return checks.Add(new HealthCheckRegistration(name ?? TModel.Info.Name, provider => provider.GetRequiredService<ModelState<TModel>>(), failureStatus, tags));
    }

    private static void AddModel<TModel>(IServiceCollection services, Action<BertModelOptions>? configure)
        where TModel : class, IBertModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = new BertModelOptions();
        configure?.Invoke(options);
        services.AddSingleton<TModel>(_ => TModel.Load(options.Source));
        services.AddSingleton(provider => new ModelState<TModel>(provider.GetRequiredService<TModel>, options));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<ModelState<TModel>>());
    }
}

using BertGen.Serving.Models;
using BertGen.Serving.Routes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BertGen;

/// <summary>
/// Maps the routes of models. The first call for a group of routes maps them, and each adds its model: requests name one of several in
/// <c>model</c>, and mean the first without.
/// </summary>
public static class BertServerEndpointExtensions
{
    /// <summary>
    /// Serves a model with sentence vectors: <c>/v1/embeddings</c> as OpenAI has it, and <c>/embed</c>, <c>/embed_all</c> and
    /// <c>/similarity</c> of text-embeddings-inference.
    /// </summary>
    /// <typeparam name="TModel">The compiled class.</typeparam>
    /// <param name="endpoints">Where the routes go: the application, or a group of it.</param>
    /// <param name="name">What requests call the model; null for its name on the hub, or that of the class.</param>
    /// <param name="source">Where it is loaded from; null for what the attribute names. A model that is a service of the application is taken from there.</param>
    /// <returns>The endpoints.</returns>
    /// <exception cref="ArgumentNullException">The endpoints are null.</exception>
    /// <exception cref="InvalidOperationException"><c>AddBertServer</c> was not called, or another model has this name.</exception>
    public static IEndpointRouteBuilder MapEmbeddings<TModel>(this IEndpointRouteBuilder endpoints, string? name = null, string? source = null)
        where TModel : class, IBertModel<TModel>, ISentenceEmbedder =>
        Map<TModel>(endpoints, name, source, ModelFeatures.Embeddings);

    /// <summary>Serves a model with sparse vectors: <c>/embed_sparse</c> of text-embeddings-inference.</summary>
    /// <inheritdoc cref="MapEmbeddings{TModel}"/>
    public static IEndpointRouteBuilder MapSparseEmbeddings<TModel>(this IEndpointRouteBuilder endpoints, string? name = null, string? source = null)
        where TModel : class, IBertModel<TModel>, ISparseEmbedder =>
        Map<TModel>(endpoints, name, source, ModelFeatures.Sparse);

    /// <summary>Serves a cross-encoder with one label: <c>/rerank</c> of text-embeddings-inference, and <c>/v1/rerank</c> of Cohere and Jina.</summary>
    /// <inheritdoc cref="MapEmbeddings{TModel}"/>
    public static IEndpointRouteBuilder MapRerank<TModel>(this IEndpointRouteBuilder endpoints, string? name = null, string? source = null)
        where TModel : class, IBertModel<TModel>, IReranker, ITextClassifier =>
        Map<TModel>(endpoints, name, source, ModelFeatures.Rerank);

    /// <summary>Serves a classifier of texts and pairs: <c>/predict</c> of text-embeddings-inference.</summary>
    /// <inheritdoc cref="MapEmbeddings{TModel}"/>
    public static IEndpointRouteBuilder MapClassify<TModel>(this IEndpointRouteBuilder endpoints, string? name = null, string? source = null)
        where TModel : class, IBertModel<TModel>, ITextClassifier =>
        Map<TModel>(endpoints, name, source, ModelFeatures.Classify);

    /// <summary>Serves a model that is loaded; it stays its owner's.</summary>
    internal static IEndpointRouteBuilder MapModel(this IEndpointRouteBuilder endpoints, string name, object model, ModelFeatures features) =>
        Map(endpoints, model, name, () => model, ownsModel: false, features);

    /// <summary>Serves whatever a model can do of all this.</summary>
    /// <param name="endpoints">Where the routes go.</param>
    /// <param name="name">What requests call the model.</param>
    /// <param name="load">Loads it, behind the start of the server; what it returns is disposed with the server.</param>
    /// <param name="features">What it is served for.</param>
    internal static IEndpointRouteBuilder MapModel(this IEndpointRouteBuilder endpoints, string name, Func<object> load, ModelFeatures features) =>
        Map(endpoints, load, name, load, ownsModel: true, features);

    private static IEndpointRouteBuilder Map<TModel>(IEndpointRouteBuilder endpoints, string? name, string? source, ModelFeatures features)
        where TModel : class, IBertModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        BertModelInfo info = TModel.Info;
        bool isService = endpoints.ServiceProvider.GetService<IServiceProviderIsService>()?.IsService(typeof(TModel)) ?? false;
        Func<object> load = isService ? endpoints.ServiceProvider.GetRequiredService<TModel> : () => TModel.Load(source);
        return Map(endpoints, typeof(TModel), name ?? (info.Model.Length > 0 ? info.Model : info.Name), load, !isService, features);
    }

    private static IEndpointRouteBuilder Map(IEndpointRouteBuilder endpoints, object key, string name, Func<object> load, bool ownsModel, ModelFeatures features)
    {
        IServiceProvider services = endpoints.ServiceProvider;
        ModelRegistry registry = services.GetService<ModelRegistry>()
            ?? throw new InvalidOperationException("Expected builder.Services.AddBertServer() before models are mapped.");
        ServedModel model = registry.GetOrAdd(key, name, load, ownsModel);
        model.Features |= features;
        ModelSet models = registry.SetOf(endpoints, out bool isNew);
        models.Add(model);
        if (isNew)
        {
            ServerRoutes.Map(endpoints, models);
        }

        return endpoints;
    }
}

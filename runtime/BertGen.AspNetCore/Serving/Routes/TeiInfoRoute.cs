using System.Reflection;
using BertGen.Engine.Pipeline;
using BertGen.Serving.Http;
using BertGen.Serving.Json;
using BertGen.Serving.Models;
using Microsoft.AspNetCore.Routing;

namespace BertGen.Serving.Routes;

/// <summary>The route <c>/info</c> of text-embeddings-inference; of several models, <c>?model=NAME</c> says which.</summary>
internal sealed class TeiInfoRoute(ModelSet models, BertServerOptions options, RequestRunner runner)
{
    public void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.Get<ServerInfo, TeiError>("/info", "Text Embeddings Inference", "What the model is, and the limits of the server.", context =>
            runner.RunAsync(context, ErrorStyle.Tei, ServerJson.Default.ServerInfo, () => Info(context.Request.Query["model"])));

    private ServerInfo Info(string? name)
    {
        ServedModel model = models.Find(name, ModelFeatures.None);
        BertModelInfo info = model.Info;
        return new ServerInfo
        {
            ModelId = info.Model.Length > 0 ? info.Model : model.Name,
            ModelDtype = info.Precision.ToString().ToLowerInvariant(),
            ServedModelName = model.Name,
            ModelType = TypeOf(model, info),
            MaxConcurrentRequests = options.MaxConcurrentRequests,
            MaxInputLength = info.Sentences is { Limit: > 0 } sentences ? sentences.Limit : info.Scores is { Limit: > 0 } scores ? scores.Limit : info.MaxPieces,
            MaxBatchTokens = options.MaxBatchPieces,
            MaxBatchRequests = options.MaxBatchTexts,
            MaxClientBatchSize = options.MaxRequestTexts,
            AutoTruncate = options.Truncate,
            TokenizationWorkers = Environment.ProcessorCount,
            Version = typeof(TeiInfoRoute).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0],
            Prompts = [.. (info.Sentences?.Prompts ?? info.Scores?.Prompts)?.Keys.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>()],
            Dimensions = model.Find<ISentenceEmbedder>()?.Dimensions,
        };
    }

    private static ModelType TypeOf(ServedModel model, BertModelInfo info)
    {
        if (model.Find<ITextClassifier>() is { } classifier)
        {
            var labels = new ClassifierModelType(
                classifier.Labels.Select((label, number) => (label, number)).ToDictionary(pair => pair.number.ToString(System.Globalization.CultureInfo.InvariantCulture), pair => pair.label),
                classifier.Labels.Select((label, number) => (label, number)).DistinctBy(pair => pair.label).ToDictionary(pair => pair.label, pair => pair.number));
            return model.Features.HasFlag(ModelFeatures.Rerank) ? new ModelType { Reranker = labels } : new ModelType { Classifier = labels };
        }

        string pooling = model.Find<ISparseEmbedder>() is not null
            ? "splade"
            : string.Join('+', info.Sentences?.Modules.OfType<PoolingModule>().SelectMany(module => module.Modes).Select(mode => mode.ToString().ToLowerInvariant()) ?? []);
        return new ModelType { Embedding = new EmbeddingModelType(pooling) };
    }
}

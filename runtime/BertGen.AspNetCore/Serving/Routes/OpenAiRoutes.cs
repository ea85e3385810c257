using BertGen.Serving.Http;
using BertGen.Serving.Json;
using BertGen.Serving.Models;
using Microsoft.AspNetCore.Routing;

namespace BertGen.Serving.Routes;

/// <summary>The routes of OpenAI: <c>/v1/embeddings</c> and <c>/v1/models</c>.</summary>
internal sealed class OpenAiRoutes(ModelSet models, ModelCalls calls, RequestRunner runner)
{
    private const string Tag = "OpenAI";

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.Post<EmbeddingsRequest, EmbeddingsResponse, OpenAiError>("/v1/embeddings", Tag, "A vector for each text.", context =>
            runner.RunAsync(context, ErrorStyle.OpenAi, ServerJson.Default.EmbeddingsRequest, ServerJson.Default.EmbeddingsResponse, EmbedAsync));
        endpoints.Get<ModelList, OpenAiError>("/v1/models", Tag, "The models that are served.", context =>
            runner.RunAsync(context, ErrorStyle.OpenAi, ServerJson.Default.ModelList, List));
    }

    private async Task<EmbeddingsResponse> EmbedAsync(EmbeddingsRequest request, CancellationToken cancellationToken)
    {
        bool isBase64 = request.EncodingFormat switch
        {
            null or "float" => false,
            "base64" => true,
            _ => throw RequestException.Invalid("`encoding_format` is neither 'float' nor 'base64'", "encoding_format"),
        };
        ServedModel model = models.Find(request.Model, ModelFeatures.Embeddings);
        EmbedOptions options = EmbedCalls.Of(model, request.PromptName, request.InputType, request.Dimensions);
        Computed<float[]> found = await calls.EmbedAsync(model, "input", request.Input, options, request.Truncate, cancellationToken).ConfigureAwait(false);
        return new EmbeddingsResponse(
            "list",
            [.. found.Items.Select((vector, index) => new EmbeddingData("embedding", new EmbeddingValues(vector, isBase64), index))],
            model.Name,
            new Usage(found.PieceCount, found.PieceCount));
    }

    private ModelList List() =>
        new("list", [.. models.All.Select(model => new ModelData(model.Name, "model", model.CreatedAt.ToUnixTimeSeconds(), "bertgen"))]);
}

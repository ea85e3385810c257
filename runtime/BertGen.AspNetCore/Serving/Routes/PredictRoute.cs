using BertGen.Serving.Http;
using BertGen.Serving.Json;
using BertGen.Serving.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BertGen.Serving.Routes;

/// <summary>The route <c>/predict</c> of text-embeddings-inference: the labels of texts and of pairs, best first.</summary>
internal sealed class PredictRoute(ModelSet models, ModelCalls calls, RequestRunner runner)
{
    public void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.Post<PredictRequest, Predictions, TeiError>("/predict", "Text Embeddings Inference", "The labels of texts, best first; of a list, a list for each.", Answer);

    private Task Answer(HttpContext context) =>
        runner.RunAsync(context, ErrorStyle.Tei, ServerJson.Default.PredictRequest, ServerJson.Default.Predictions, PredictAsync);

    private async Task<Predictions> PredictAsync(PredictRequest request, CancellationToken cancellationToken)
    {
        if (request.Inputs is not { } inputs)
        {
            throw RequestException.Invalid("`inputs` is null; expected texts", "inputs");
        }

        ServedModel model = models.Find(request.Model, ModelFeatures.Classify);
        EmbedCalls.CheckSide(model.Tokenizer, request.TruncationDirection);
        IReadOnlyList<string> labels = model.As<ITextClassifier>().Labels;
        Computed<float[]> logits = await calls.ClassifyAsync(model, "inputs", inputs.Items, request.Truncate, cancellationToken).ConfigureAwait(false);
        return new Predictions(
            [.. logits.Items.Select(row => (request.RawScores ? row : LabelScores.Shares(row))
                .Select((score, label) => new Prediction(score, labels[label]))
                .OrderByDescending(prediction => prediction.Score)
                .ToArray())],
            inputs.IsList);
    }
}

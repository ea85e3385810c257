using BertGen.Serving.Http;
using BertGen.Serving.Json;
using BertGen.Serving.Models;
using Microsoft.AspNetCore.Routing;

namespace BertGen.Serving.Routes;

/// <summary>The routes that rank texts for a query: <c>/rerank</c> of text-embeddings-inference, and <c>/v1/rerank</c> of Cohere and Jina.</summary>
internal sealed class RerankRoutes(ModelSet models, ModelCalls calls, RequestRunner runner)
{
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.Post<RerankRequest, RankData[], TeiError>("/rerank", "Text Embeddings Inference", "Texts in the order in which they answer a query.", context =>
            runner.RunAsync(context, ErrorStyle.Tei, ServerJson.Default.RerankRequest, ServerJson.Default.RankDataArray, RerankAsync));
        endpoints.Post<CohereRerankRequest, CohereRerankResponse, CohereError>("/v1/rerank", "Cohere and Jina", "Documents in the order in which they answer a query.", context =>
            runner.RunAsync(context, ErrorStyle.Cohere, ServerJson.Default.CohereRerankRequest, ServerJson.Default.CohereRerankResponse, RankAsync));
    }

    private async Task<RankData[]> RerankAsync(RerankRequest request, CancellationToken cancellationToken)
    {
        ServedModel model = models.Find(request.Model, ModelFeatures.Rerank);
        EmbedCalls.CheckSide(model.Tokenizer, request.TruncationDirection);
        (float[] scores, _) = await ScoreAsync(model, "texts", request.Query, request.Texts, request.RawScores, request.Truncate, cancellationToken).ConfigureAwait(false);
        return [.. Ranked(scores).Select(index => new RankData(index, scores[index], request.ReturnText ? request.Texts[index] : null))];
    }

    private async Task<CohereRerankResponse> RankAsync(CohereRerankRequest request, CancellationToken cancellationToken)
    {
        if (request.TopN is < 1)
        {
            throw RequestException.Invalid($"`top_n` is {request.TopN}; expected 1 or more", "top_n");
        }

        ServedModel model = models.Find(request.Model, ModelFeatures.Rerank);
        string?[]? documents = request.Documents?.Select(document => document?.Text).ToArray();
        (float[] scores, long pieces) = await ScoreAsync(model, "documents", request.Query, documents, isRaw: false, request.Truncate, cancellationToken).ConfigureAwait(false);
        return new CohereRerankResponse(
            Guid.NewGuid().ToString(),
            model.Name,
            [.. Ranked(scores).Take(request.TopN ?? int.MaxValue).Select(index => new CohereResult(index, scores[index], request.ReturnDocuments ? request.Documents![index] : null))],
            new CohereMeta(new CohereTokens(pieces)),
            new Usage(pieces, pieces));
    }

    private async Task<(float[] Scores, long PieceCount)> ScoreAsync(
        ServedModel model, string place, string? query, string?[]? texts, bool isRaw, bool? truncate, CancellationToken cancellationToken)
    {
        if (query is null || texts is null || texts.Contains(null))
        {
            string wrong = query is null ? "query" : place;
            throw RequestException.Invalid($"`{wrong}` is null, or has null in it; expected text", wrong);
        }

        Computed<float[]> logits = await calls.ClassifyAsync(model, place, [.. texts.Select(text => (query, text))], truncate, cancellationToken).ConfigureAwait(false);
        return ([.. logits.Items.Select(row => isRaw ? row[0] : LabelScores.OfFolder(model.Info, row)[0])], logits.PieceCount);
    }

    private static IEnumerable<int> Ranked(float[] scores) => Enumerable.Range(0, scores.Length).OrderByDescending(index => scores[index]);
}

using System.Text.Json.Serialization;

namespace BertGen.Serving.Json;

/// <summary>A request of <c>/v1/rerank</c>, as Cohere and Jina have it.</summary>
internal sealed record CohereRerankRequest
{
    [JsonPropertyName("query")]
    [JsonRequired]
    public string Query { get; init; } = null!;

    [JsonPropertyName("documents")]
    [JsonRequired]
    public CohereDocument[] Documents { get; init; } = null!;

    [JsonPropertyName("model")]
    public string? Model { get; init; }

    [JsonPropertyName("top_n")]
    public int? TopN { get; init; }

    [JsonPropertyName("return_documents")]
    public bool ReturnDocuments { get; init; }

    [JsonPropertyName("truncate")]
    public bool? Truncate { get; init; }
}

/// <summary>A document: a text, or an object with one.</summary>
/// <param name="Text">The text.</param>
[JsonConverter(typeof(CohereDocumentConverter))]
internal sealed record CohereDocument([property: JsonPropertyName("text")] string Text);

/// <summary>The answer.</summary>
internal sealed record CohereRerankResponse(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("model")] string Model,
    [property: JsonPropertyName("results")] IReadOnlyList<CohereResult> Results,
    [property: JsonPropertyName("meta")] CohereMeta Meta,
    [property: JsonPropertyName("usage")] Usage Usage);

/// <summary>One document in its place.</summary>
internal sealed record CohereResult(
    [property: JsonPropertyName("index")] int Index,
    [property: JsonPropertyName("relevance_score")] float RelevanceScore,
    [property: JsonPropertyName("document"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CohereDocument? Document = null);

/// <summary>What was computed.</summary>
internal sealed record CohereMeta([property: JsonPropertyName("tokens")] CohereTokens Tokens);

/// <summary>How many pieces.</summary>
internal sealed record CohereTokens([property: JsonPropertyName("input_tokens")] long InputTokens);

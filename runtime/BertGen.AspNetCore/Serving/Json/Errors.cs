using System.Text.Json.Serialization;

namespace BertGen.Serving.Json;

/// <summary>An error as text-embeddings-inference has it.</summary>
internal sealed record TeiError(
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("error_type")] string ErrorType);

/// <summary>An error as OpenAI has it.</summary>
internal sealed record OpenAiError([property: JsonPropertyName("error")] OpenAiErrorBody Error);

/// <summary>What is in it.</summary>
internal sealed record OpenAiErrorBody(
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("param")] string? Param,
    [property: JsonPropertyName("code")] string? Code);

/// <summary>An error as Cohere has it, and under the other name as Jina has it.</summary>
internal sealed record CohereError(
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("detail")] string Detail);

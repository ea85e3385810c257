namespace BertGen.Serving.Http;

/// <summary>Whose clients read the errors of a route.</summary>
internal enum ErrorStyle
{
    /// <summary>text-embeddings-inference: <c>{"error": ..., "error_type": ...}</c>.</summary>
    Tei,

    /// <summary>OpenAI: <c>{"error": {"message": ..., "type": ..., "param": ..., "code": ...}}</c>.</summary>
    OpenAi,

    /// <summary>Cohere and Jina: <c>{"message": ..., "detail": ...}</c>.</summary>
    Cohere,
}

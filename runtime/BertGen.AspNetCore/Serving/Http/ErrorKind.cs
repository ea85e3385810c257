namespace BertGen.Serving.Http;

/// <summary>What is wrong with a request, or with the server; the names are those of text-embeddings-inference where it has one.</summary>
internal enum ErrorKind
{
    /// <summary>The request is not what the route takes.</summary>
    Validation,

    /// <summary>Nothing is asked.</summary>
    Empty,

    /// <summary>A text cannot be encoded.</summary>
    Tokenizer,

    /// <summary>More is asked than can be done now.</summary>
    Overloaded,

    /// <summary>The server cannot answer yet, or not any more.</summary>
    Unhealthy,

    /// <summary>The model failed.</summary>
    Backend,

    /// <summary>The key is missing or wrong.</summary>
    Unauthorized,

    /// <summary>There is no such model.</summary>
    NotFound,
}

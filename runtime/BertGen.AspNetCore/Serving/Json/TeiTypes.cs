using System.Text.Json.Serialization;

namespace BertGen.Serving.Json;

/// <summary>What the requests of text-embeddings-inference have in common that make vectors. <c>model</c> is ours: the name of one of several models.</summary>
internal record TeiTextsRequest
{
    [JsonPropertyName("inputs")]
    [JsonRequired]
    public TextInputs Inputs { get; init; } = null!;

    [JsonPropertyName("truncate")]
    public bool? Truncate { get; init; }

    [JsonPropertyName("truncation_direction")]
    public string? TruncationDirection { get; init; }

    [JsonPropertyName("prompt_name")]
    public string? PromptName { get; init; }

    [JsonPropertyName("model")]
    public string? Model { get; init; }
}

/// <summary>A request of <c>/embed</c>.</summary>
internal sealed record EmbedRequest : TeiTextsRequest
{
    [JsonPropertyName("normalize")]
    public bool Normalize { get; set; } = true; // not init: the reader would not keep the default

    [JsonPropertyName("dimensions")]
    public int? Dimensions { get; init; }
}

/// <summary>A request of <c>/similarity</c>.</summary>
internal sealed record SimilarityRequest
{
    [JsonPropertyName("inputs")]
    [JsonRequired]
    public SimilarityInputs Inputs { get; init; } = null!;

    [JsonPropertyName("parameters")]
    public SimilarityParameters? Parameters { get; init; }

    [JsonPropertyName("model")]
    public string? Model { get; init; }
}

/// <summary>Its texts.</summary>
internal sealed record SimilarityInputs
{
    [JsonPropertyName("source_sentence")]
    [JsonRequired]
    public string SourceSentence { get; init; } = null!;

    [JsonPropertyName("sentences")]
    [JsonRequired]
    public string[] Sentences { get; init; } = null!;
}

/// <summary>How they are embedded.</summary>
internal sealed record SimilarityParameters
{
    [JsonPropertyName("truncate")]
    public bool? Truncate { get; init; }

    [JsonPropertyName("truncation_direction")]
    public string? TruncationDirection { get; init; }

    [JsonPropertyName("prompt_name")]
    public string? PromptName { get; init; }
}

/// <summary>An entry of a sparse vector.</summary>
internal readonly record struct SparseValue(
    [property: JsonPropertyName("index")] int Index,
    [property: JsonPropertyName("value")] float Value);

/// <summary>A request of <c>/tokenize</c>.</summary>
internal sealed record TokenizeRequest
{
    [JsonPropertyName("inputs")]
    [JsonRequired]
    public TextInputs Inputs { get; init; } = null!;

    [JsonPropertyName("add_special_tokens")]
    public bool AddSpecialTokens { get; set; } = true; // not init: the reader would not keep the default

    [JsonPropertyName("prompt_name")]
    public string? PromptName { get; init; }

    [JsonPropertyName("model")]
    public string? Model { get; init; }
}

/// <summary>A piece of a text; <c>start</c> and <c>stop</c> count bytes of the text in UTF-8.</summary>
internal sealed record TokenData(
    [property: JsonPropertyName("id")] int Id,
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("special")] bool Special,
    [property: JsonPropertyName("start")] int? Start,
    [property: JsonPropertyName("stop")] int? Stop);

/// <summary>A request of <c>/decode</c>.</summary>
internal sealed record DecodeRequest
{
    [JsonPropertyName("ids")]
    [JsonRequired]
    public IdLists Ids { get; init; } = null!;

    [JsonPropertyName("skip_special_tokens")]
    public bool SkipSpecialTokens { get; set; } = true; // not init: the reader would not keep the default

    [JsonPropertyName("model")]
    public string? Model { get; init; }
}

/// <summary>A request of <c>/rerank</c>.</summary>
internal sealed record RerankRequest
{
    [JsonPropertyName("query")]
    [JsonRequired]
    public string Query { get; init; } = null!;

    [JsonPropertyName("texts")]
    [JsonRequired]
    public string[] Texts { get; init; } = null!;

    [JsonPropertyName("truncate")]
    public bool? Truncate { get; init; }

    [JsonPropertyName("truncation_direction")]
    public string? TruncationDirection { get; init; }

    [JsonPropertyName("raw_scores")]
    public bool RawScores { get; init; }

    [JsonPropertyName("return_text")]
    public bool ReturnText { get; init; }

    [JsonPropertyName("model")]
    public string? Model { get; init; }
}

/// <summary>The place of a text among others.</summary>
internal sealed record RankData(
    [property: JsonPropertyName("index")] int Index,
    [property: JsonPropertyName("score")] float Score,
    [property: JsonPropertyName("text"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Text = null);

/// <summary>A request of <c>/predict</c>.</summary>
internal sealed record PredictRequest
{
    [JsonPropertyName("inputs")]
    [JsonRequired]
    public PredictInputs Inputs { get; init; } = null!;

    [JsonPropertyName("truncate")]
    public bool? Truncate { get; init; }

    [JsonPropertyName("truncation_direction")]
    public string? TruncationDirection { get; init; }

    [JsonPropertyName("raw_scores")]
    public bool RawScores { get; init; }

    [JsonPropertyName("model")]
    public string? Model { get; init; }
}

/// <summary>The score of a label.</summary>
internal readonly record struct Prediction(
    [property: JsonPropertyName("score")] float Score,
    [property: JsonPropertyName("label")] string Label);

/// <summary>The answer of <c>/info</c>.</summary>
internal sealed record ServerInfo
{
    [JsonPropertyName("model_id")]
    public required string ModelId { get; init; }

    [JsonPropertyName("model_sha")]
    public string? ModelSha { get; init; }

    [JsonPropertyName("model_dtype")]
    public required string ModelDtype { get; init; }

    [JsonPropertyName("served_model_name")]
    public required string ServedModelName { get; init; }

    [JsonPropertyName("model_type")]
    public required ModelType ModelType { get; init; }

    [JsonPropertyName("max_concurrent_requests")]
    public int MaxConcurrentRequests { get; init; }

    [JsonPropertyName("max_input_length")]
    public int MaxInputLength { get; init; }

    [JsonPropertyName("max_batch_tokens")]
    public int MaxBatchTokens { get; init; }

    [JsonPropertyName("max_batch_requests")]
    public int? MaxBatchRequests { get; init; }

    [JsonPropertyName("max_client_batch_size")]
    public int MaxClientBatchSize { get; init; }

    [JsonPropertyName("auto_truncate")]
    public bool AutoTruncate { get; init; }

    [JsonPropertyName("tokenization_workers")]
    public int TokenizationWorkers { get; init; }

    [JsonPropertyName("version")]
    public required string Version { get; init; }

    /// <summary>Ours: the names of the prompts of the folder.</summary>
    [JsonPropertyName("prompts")]
    public IReadOnlyList<string> Prompts { get; init; } = [];

    /// <summary>Ours: values in a vector; null where the model makes none.</summary>
    [JsonPropertyName("dimensions")]
    public int? Dimensions { get; init; }
}

/// <summary>What kind of model it is: one of the members is there.</summary>
internal sealed record ModelType
{
    [JsonPropertyName("embedding"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EmbeddingModelType? Embedding { get; init; }

    [JsonPropertyName("classifier"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClassifierModelType? Classifier { get; init; }

    [JsonPropertyName("reranker"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClassifierModelType? Reranker { get; init; }
}

/// <summary>How vectors of pieces become one.</summary>
internal sealed record EmbeddingModelType([property: JsonPropertyName("pooling")] string Pooling);

/// <summary>The labels.</summary>
internal sealed record ClassifierModelType(
    [property: JsonPropertyName("id2label")] IReadOnlyDictionary<string, string> Id2Label,
    [property: JsonPropertyName("label2id")] IReadOnlyDictionary<string, int> Label2Id);

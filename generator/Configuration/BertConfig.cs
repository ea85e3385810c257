namespace BertGen.Generator.Configuration;

/// <summary>What <c>config.json</c> or <c>bert_config.json</c> says; read, but not yet checked against what can be compiled.</summary>
internal sealed record BertConfig
{
    public int VocabularySize { get; init; }

    public int HiddenSize { get; init; }

    public int LayerCount { get; init; }

    public int HeadCount { get; init; }

    public int IntermediateSize { get; init; }

    public int PositionCount { get; init; }

    public int TypeCount { get; init; }

    public string Activation { get; init; } = "";

    /// <summary>The number as the file has it, with a point or an exponent: it goes into the code unchanged.</summary>
    public string LayerNormEpsilon { get; init; } = "";

    public double HiddenDropout { get; init; }

    public double AttentionDropout { get; init; }

    public int PadTokenId { get; init; }

    public string ModelType { get; init; } = "";

    public string PositionEmbeddingType { get; init; } = "";

    public bool IsDecoder { get; init; }

    public bool HasCrossAttention { get; init; }
}

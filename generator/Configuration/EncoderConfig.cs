using BertGen.Generator.Common;

namespace BertGen.Generator.Configuration;

/// <summary>What a model's config says, whatever its family calls it; read, but not yet checked against what can be compiled.</summary>
internal sealed record EncoderConfig
{
    public int VocabularySize { get; init; }

    public int HiddenSize { get; init; }

    public int LayerCount { get; init; }

    public int HeadCount { get; init; }

    public int IntermediateSize { get; init; }

    public int PositionCount { get; init; }

    /// <summary>Token types; 0 in families without.</summary>
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

    /// <summary>The class that the weights were saved from, the first of <c>architectures</c>; empty where the file does not say.</summary>
    public string SavedClass { get; init; } = "";

    /// <summary>The labels of a classifier by their numbers; empty where the file has none.</summary>
    public EquatableArray<string> Labels { get; init; } = [];

    /// <summary>The function that scores go through, as the config has it: a path of Python; null where it says nothing.</summary>
    public string? ScoreFunction { get; init; }
}

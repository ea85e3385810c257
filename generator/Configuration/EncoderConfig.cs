using BertGen.Generator.Common;

namespace BertGen.Generator.Configuration;

/// <summary>What a model's config says, whatever its family calls it; read, but not yet checked against what can be compiled.</summary>
internal sealed record EncoderConfig
{
    public int VocabularySize { get; init; }

    public int HiddenSize { get; init; }

    /// <summary>Width of the embeddings; 0 where it is that of the layers.</summary>
    public int EmbeddingSize { get; init; }

    /// <summary>Width of the embedding tables.</summary>
    public int EmbeddingWidth => EmbeddingSize == 0 ? HiddenSize : EmbeddingSize;

    public int LayerCount { get; init; }

    public int HeadCount { get; init; }

    public int IntermediateSize { get; init; }

    public int PositionCount { get; init; }

    /// <summary>In families that count positions by ids: the id that is not counted, whose position it is too; null where a position is a column.</summary>
    public int? PositionPadding { get; init; }

    /// <summary>Most pieces of a text that the position table is long enough for.</summary>
    public int MostPieces => PositionCount - FirstPosition;

    /// <summary>The row of the position table that texts begin with.</summary>
    public int FirstPosition => PositionPadding + 1 ?? 0;

    /// <summary>Token types; 0 in families without.</summary>
    public int TypeCount { get; init; }

    public string Activation { get; init; } = "";

    /// <summary>The number as the file has it, with a point or an exponent: it goes into the code unchanged.</summary>
    public string LayerNormEpsilon { get; init; } = "";

    public double HiddenDropout { get; init; }

    public double AttentionDropout { get; init; }

    public int PadTokenId { get; init; }

    public string ModelType { get; init; } = "";

    /// <summary>Buckets of distances between pieces that scores depend on; 0 in families without.</summary>
    public int DistanceBuckets { get; init; }

    public string PositionEmbeddingType { get; init; } = "";

    /// <summary>The first of the adapters that the weights are to be run with; empty where there are none.</summary>
    public string FirstAdapter { get; init; } = "";

    public bool IsDecoder { get; init; }

    public bool HasCrossAttention { get; init; }

    /// <summary>The class that the weights were saved from, the first of <c>architectures</c>; empty where the file does not say.</summary>
    public string SavedClass { get; init; } = "";

    /// <summary>The labels of a classifier by their numbers; empty where the file has none.</summary>
    public EquatableArray<string> Labels { get; init; } = [];

    /// <summary>The function that scores go through, as the config has it: a path of Python; null where it says nothing.</summary>
    public string? ScoreFunction { get; init; }
}

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

    /// <summary>Width of a head where the config has one of its own; 0 where all heads together are as wide as the layers.</summary>
    public int HeadWidth { get; init; }

    /// <summary>Width of a head.</summary>
    public int HeadSize => HeadWidth == 0 ? HiddenSize / HeadCount : HeadWidth;

    /// <summary>Heads of keys and values, each for as many queries; 0 where there are as many as of queries.</summary>
    public int KeyValueHeads { get; init; }

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

    /// <summary><see cref="PadTokenId"/> where no id is padding.</summary>
    public const int NoPadding = -1;

    public int PadTokenId { get; init; }

    /// <summary>Whether an id is padding; not where the config of a family names none, whose pieces then are all there unless a mask says otherwise.</summary>
    public bool HasPadding { get; init; } = true;

    public string ModelType { get; init; } = "";

    /// <summary>Buckets of distances between pieces that scores depend on; 0 in families without.</summary>
    public int DistanceBuckets { get; init; }

    public string PositionEmbeddingType { get; init; } = "";

    /// <summary>Whether there is a table of positions.</summary>
    public bool HasPositionTable => Rotary is null;

    /// <summary>Whether texts may have no more pieces than there are positions: where these are angles, how many there are limits nothing, unless longer texts have others.</summary>
    public bool HasPositionLimit => Rotary is null || Rotary.Type == RotaryRule.Dynamic;

    /// <summary>How queries and keys are turned by their positions; null in families with a table of positions.</summary>
    public RotaryRule? Rotary { get; init; }

    /// <summary>How those of layers are that attend to near pieces only.</summary>
    public RotaryRule? LocalRotary { get; init; }

    /// <summary>Layers that attend to near pieces only.</summary>
    public EquatableArray<bool> LocalLayers { get; init; } = [];

    /// <summary>How near, as the config has it: the pieces of both sides together.</summary>
    public int LocalWindow { get; init; }

    /// <summary>Groups of layers that share their weights; 0 in families whose layers have their own.</summary>
    public int LayerGroups { get; init; }

    /// <summary>Layers of a group, one after the other.</summary>
    public int LayersOfGroup { get; init; }

    /// <summary>Every which layer attends to all pieces, where the config says it so; 0 where it names each.</summary>
    public int GlobalEvery { get; init; }

    /// <summary>Whether LayerNorms have biases, in families that leave the choice.</summary>
    public bool HasNormBias { get; init; }

    /// <summary>Whether the products of the attention have them.</summary>
    public bool HasAttentionBias { get; init; }

    /// <summary>Whether the products behind it have them.</summary>
    public bool HasMlpBias { get; init; }

    /// <summary>Dropout of what is between the two products, in families that have it.</summary>
    public double InnerDropout { get; init; }

    /// <summary>What the vector of a text is that its head classifies, in families that leave the choice.</summary>
    public string ClassifierPooling { get; init; } = "";

    /// <summary>The activation of a head that has one of its own.</summary>
    public string ClassifierActivation { get; init; } = "";

    /// <summary>Whether the product of a head has a bias, in families that leave the choice.</summary>
    public bool HasClassifierBias { get; init; }

    /// <summary>Whether the masked-language head has the table of words for its decoder.</summary>
    public bool TiesDecoder { get; init; } = true;

    /// <summary>Whether that decoder has a bias, in families that leave the choice.</summary>
    public bool HasDecoderBias { get; init; } = true;

    /// <summary>What the file asks for that is another computation, where the reader of its family sees it.</summary>
    public EquatableArray<Refusal> Refused { get; init; } = [];

    /// <summary>The class of the program in the hub that the config names, in families that are known by it alone; else empty.</summary>
    public string HubClass { get; init; } = "";

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

using BertGen.Generator.Common;

namespace BertGen.Generator.Options;

/// <summary>What the attribute says, and on which class. Null stands for an option that was not given.</summary>
internal sealed record EmbedderOptions
{
    public required ClassShape Class { get; init; }

    /// <summary>Whether it is <c>[PretrainedBertEmbedder]</c>, whose model may be a name.</summary>
    public bool IsPretrained { get; init; }

    /// <summary>Whether the class carries both attributes.</summary>
    public bool HasBothAttributes { get; init; }

    public string? Model { get; init; }

    public bool TopLayerOnly { get; init; }

    public int? MaxPieces { get; init; }

    public int? NumStartTokens { get; init; }

    public int? NumEndTokens { get; init; }

    public EquatableArray<double>? ScalarMixParameters { get; init; }

    public bool RequiresGrad { get; init; }

    public bool? FreezeEmbeddings { get; init; }

    public int? FrozenLayers { get; init; }

    public bool? Checkpointing { get; init; }

    public bool Pooler { get; init; }

    public Head Head { get; init; }

    public Pooling? Pooling { get; init; }

    public bool? Normalize { get; init; }

    public int? Dimensions { get; init; }

    public bool EmbedScalarMix { get; init; }

    public Target Target { get; init; }

    public Device? Device { get; init; }

    public Precision? Precision { get; init; }

    public int StartTokens => NumStartTokens ?? 1;

    public int EndTokens => NumEndTokens ?? 1;
}

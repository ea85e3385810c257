namespace BertGen.Checkpoints;

/// <summary>The model that a class was compiled from: what the runtime has to know of its family.</summary>
public sealed record ModelConfig
{
    /// <summary>The class whose state dict has the names of the tensors, as a saved config says it.</summary>
    public required string Architecture { get; init; }

    /// <summary>What may stand before the names of the encoder's tensors in a checkpoint, beside nothing.</summary>
    public required IReadOnlyList<string> Prefixes { get; init; }

    /// <summary>Other names that modules have in some checkpoints.</summary>
    public IReadOnlyList<OtherName> OtherNames { get; init; } = [];

    /// <summary>The labels of the classifier by their numbers; none where there is no classifier.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The keys that decide the computation.</summary>
    public required IReadOnlyList<ConfigKey> Keys { get; init; }
}

namespace BertGen.Bulk;

/// <summary>What decides the vectors of a model: a run pins it.</summary>
public sealed record ModelIdentity
{
    /// <summary>The name of the model.</summary>
    public required string Name { get; init; }

    /// <summary>Values in a vector.</summary>
    public required int Dimensions { get; init; }

    /// <summary>What stands before every text; null for the prompt of the name or the role.</summary>
    public string? PromptText { get; init; }

    /// <summary>The name of a prompt of the model folder.</summary>
    public string? PromptName { get; init; }

    /// <summary>What the texts are.</summary>
    public EmbedRole Role { get; init; }

    /// <summary>How many components are kept, as the call says; null for what was compiled.</summary>
    public int? KeptDimensions { get; init; }

    /// <summary>Whether vectors are scaled to length 1 after they were cut.</summary>
    public bool Normalize { get; init; }

    /// <summary>A hash of the files of the model: weights, configs, vocabulary. Null where there are none.</summary>
    public string? Files { get; init; }

    /// <summary>
    /// A hash of the vectors of fixed texts. It tells options of the compiler apart, and whatever else would give other bits on another machine.
    /// Null where the same text may have other bits.
    /// </summary>
    public string? Vectors { get; init; }
}

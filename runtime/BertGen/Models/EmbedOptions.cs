using BertGen.Engine.Pipeline;

namespace BertGen;

/// <summary>How the texts of one call are embedded, where it is not as the model folder says; for any model.</summary>
public record EmbedOptions
{
    /// <summary>
    /// What stands before every text, put there as it is; null for the prompt of <see cref="PromptName"/>, or else of <see cref="Role"/>. Empty
    /// for none, which also keeps the default prompt of the folder away.
    /// </summary>
    public string? PromptText { get; init; }

    /// <summary>The name that a prompt has in the model folder; null for the prompt of <see cref="Role"/>.</summary>
    public string? PromptName { get; init; }

    /// <summary>What the texts are.</summary>
    public EmbedRole Role { get; init; }

    /// <summary>
    /// How many leading components are kept of every vector; below zero, how many are dropped at its end. Null for what the class was
    /// compiled with. They are cut behind all modules, so a vector of length 1 is shorter then; see <see cref="Normalize"/>.
    /// </summary>
    public int? Dimensions { get; init; }

    /// <summary>How many entries of every sparse vector are kept, those of the largest values, at least 1. Null for what the class was compiled with.</summary>
    public int? MaxActive { get; init; }

    /// <summary>Whether vectors are scaled to length 1 after they were cut.</summary>
    public bool Normalize { get; init; }

    /// <summary>The pieces of the texts, where they were encoded before; null where not.</summary>
    internal EncodedTexts? Encoded { get; init; }
}

/// <summary>The same for one compiled class, whose prompts are members of it.</summary>
/// <typeparam name="TModel">The compiled class.</typeparam>
public sealed record EmbedOptions<TModel> : EmbedOptions
    where TModel : IBertModel<TModel>
{
    /// <summary>What stands before every text; null for the prompt of the role.</summary>
    public BertPrompt<TModel>? Prompt
    {
        get => PromptText is { } text ? new BertPrompt<TModel>(text) : null;
        init => PromptText = value?.Text;
    }
}

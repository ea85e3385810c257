namespace BertGen;

/// <summary>How the texts of one call are embedded, where it is not as the model folder says.</summary>
/// <typeparam name="TModel">The compiled class.</typeparam>
public sealed record EmbedOptions<TModel>
    where TModel : IBertModel<TModel>
{
    /// <summary>What stands before every text; null for the prompt of <see cref="Role"/>.</summary>
    public BertPrompt<TModel>? Prompt { get; init; }

    /// <summary>What the texts are.</summary>
    public EmbedRole Role { get; init; }

    /// <summary>
    /// How many leading components are kept of every vector; below zero, how many are dropped at its end. Null for what the class was
    /// compiled with. They are cut behind all modules, so a vector of length 1 is shorter then; see <see cref="Normalize"/>.
    /// </summary>
    public int? Dimensions { get; init; }

    /// <summary>Whether vectors are scaled to length 1 after they were cut.</summary>
    public bool Normalize { get; init; }
}

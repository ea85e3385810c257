using BertGen.Engine.Pipeline;

namespace BertGen;

/// <summary>How pairs of texts are scored, where that is not as the model folder says.</summary>
/// <typeparam name="TModel">The compiled class.</typeparam>
public sealed record ScoreOptions<TModel>
    where TModel : IBertModel<TModel>
{
    /// <summary>What stands before the first text of every pair; null for the default prompt of the folder.</summary>
    public BertPrompt<TModel>? Prompt { get; init; }

    /// <summary>What logits go through; null for the function that the folder names.</summary>
    public DenseActivation? Function { get; init; }

    /// <summary>Whether the scores of a pair become shares of 1 behind the function; with one label it changes nothing.</summary>
    public bool Softmax { get; init; }
}

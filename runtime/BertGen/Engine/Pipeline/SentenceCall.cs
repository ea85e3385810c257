using System.ComponentModel;

namespace BertGen.Engine.Pipeline;

/// <summary>One call of a sentence pipeline.</summary>
/// <param name="Prompt">What stands before every text; null for the prompt of the name or of the role.</param>
/// <param name="Role">What the texts are.</param>
/// <param name="Dimensions">How many components are kept, as a Python slice counts; null for what was compiled.</param>
/// <param name="Normalize">Whether vectors are scaled to length 1 at the end.</param>
/// <param name="PromptName">The name of a prompt of the folder; null for the prompt of the role.</param>
/// <param name="MaxActive">How many entries of a sparse vector are kept; null for what was compiled.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct SentenceCall(string? Prompt, EmbedRole Role, int? Dimensions = null, bool Normalize = false, string? PromptName = null, int? MaxActive = null)
{
    /// <summary>The pieces of the texts, where they were encoded before; null where not.</summary>
    internal EncodedTexts? Encoded { get; init; }

    /// <summary>Where the vectors of the texts go, one after the other, if they fit in there; empty where the call makes memory of its own.</summary>
    internal Memory<float> Destination { get; init; }

    /// <summary>A call for texts of a role.</summary>
    public static SentenceCall Of(EmbedRole role) => new(null, role);

    /// <summary>A call with a prompt.</summary>
    public static SentenceCall Of<TModel>(BertPrompt<TModel> prompt)
        where TModel : IBertModel<TModel> =>
        new(prompt.Text, EmbedRole.None);

    /// <summary>A call with options.</summary>
    /// <exception cref="ArgumentNullException">There are none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such role, or no entry is kept.</exception>
    public static SentenceCall Of(EmbedOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.MaxActive is { } most)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(most, 1, nameof(options));
        }

        return Enum.IsDefined(options.Role)
            ? new(options.PromptText, options.Role, options.Dimensions, options.Normalize, options.PromptName, options.MaxActive) { Encoded = options.Encoded }
            : throw new ArgumentOutOfRangeException(nameof(options), options.Role, "There is no such role.");
    }
}

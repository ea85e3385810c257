using BertGen.Engine.Pipeline;
using BertGen.Serving.Http;
using BertGen.Serving.Models;
using BertGen.Text.Tokenizers;

namespace BertGen.Serving.Routes;

/// <summary>Makes the options of a model's call of those of a request.</summary>
internal static class EmbedCalls
{
    private static readonly string[] Queries = ["query", "search_query", "retrieval.query"];
    private static readonly string[] Documents = ["document", "passage", "search_document", "retrieval.passage"];

    /// <summary>The options of a call.</summary>
    /// <param name="model">The model.</param>
    /// <param name="promptName">The name of a prompt of the folder; null for that of the role.</param>
    /// <param name="inputType">What the texts are; null for neither.</param>
    /// <param name="dimensions">How many components are kept; null for all.</param>
    /// <param name="normalize">Whether vectors have length 1, whatever the folder says.</param>
    /// <exception cref="RequestException">A value cannot be taken.</exception>
    public static EmbedOptions Of(ServedModel model, string? promptName, string? inputType, int? dimensions = null, bool normalize = false)
    {
        ISentenceEmbedder embedder = model.As<ISentenceEmbedder>();
        BertModelInfo info = embedder.ModelInfo;
        int width = info.Sentences is { } plan ? plan.WidthOf(info.HiddenSize) : embedder.Dimensions;
        if (dimensions is { } kept && (kept < 1 || kept > width))
        {
            throw RequestException.Invalid($"`dimensions` is {kept}; expected 1 to {width}", "dimensions");
        }

        // A vector that the folder scales is left as it is, and scaled again where it is cut.
        bool isScaled = info.Sentences?.Modules.Any(module => module is NormalizeModule) ?? false;
        bool isCut = dimensions is { } most && most < width;
        return new EmbedOptions { PromptName = promptName, Role = RoleOf(inputType), Dimensions = isCut ? dimensions : null, Normalize = isScaled ? isCut : normalize };
    }

    /// <summary>What the texts are.</summary>
    /// <exception cref="RequestException">There is no such word.</exception>
    public static EmbedRole RoleOf(string? inputType) =>
        inputType is null ? EmbedRole.None
        : Queries.Contains(inputType, StringComparer.OrdinalIgnoreCase) ? EmbedRole.Query
        : Documents.Contains(inputType, StringComparer.OrdinalIgnoreCase) ? EmbedRole.Document
        : throw RequestException.Invalid($"`input_type` is none of {string.Join(", ", Queries.Concat(Documents).Select(word => $"'{word}'"))}", "input_type");

    /// <summary>Checks that texts are cut where the tokenizer of the folder cuts them.</summary>
    /// <exception cref="RequestException">They should be cut elsewhere.</exception>
    public static void CheckSide(TextTokenizer tokenizer, string? direction)
    {
        if (direction is null)
        {
            return;
        }

        if (!Enum.TryParse(direction, ignoreCase: true, out TextSide side) || !Enum.IsDefined(side))
        {
            throw RequestException.Invalid("`truncation_direction` is neither 'left' nor 'right'", "truncation_direction");
        }

        if (side != tokenizer.TruncationSide)
        {
            string own = tokenizer.TruncationSide.ToString().ToLowerInvariant();
            throw RequestException.Invalid($"`truncation_direction` is not '{own}': the tokenizer of this model cuts texts on that side", "truncation_direction");
        }
    }
}

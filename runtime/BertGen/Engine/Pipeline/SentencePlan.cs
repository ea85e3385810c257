using System.ComponentModel;
using BertGen.Vectors;

namespace BertGen.Engine.Pipeline;

/// <summary>What a model folder says of its sentence vectors, as it was compiled.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record SentencePlan
{
    /// <summary>The steps behind the encoder, in their order; one of them is a <see cref="PoolingModule"/> where there are sentence vectors, but for tables of static ones.</summary>
    public required IReadOnlyList<SentenceModule> Modules { get; init; }

    /// <summary>The type of the model, by which its tokenizer is found where no file names one.</summary>
    public string ModelType { get; init; } = "bert";

    /// <summary>Most pieces of a text, special ones included; 0: texts are not cut.</summary>
    public int Limit { get; init; }

    /// <summary>The same for queries; null for <see cref="Limit"/>.</summary>
    public int? QueryLimit { get; init; }

    /// <summary>The same for documents; null for <see cref="Limit"/>.</summary>
    public int? DocumentLimit { get; init; }

    /// <summary>Whether texts that are longer than a window are encoded in windows. False: they are an error, as there are no positions for them.</summary>
    public bool HasWindows { get; init; }

    /// <summary>Whether texts become lower case before the tokenizer sees them.</summary>
    public bool LowercasesFirst { get; init; }

    /// <summary>The prompts by their names.</summary>
    public IReadOnlyDictionary<string, string> Prompts { get; init; } = new Dictionary<string, string>();

    /// <summary>The name of the prompt that texts without a role get; null for none.</summary>
    public string? DefaultPrompt { get; init; }

    /// <summary>How vectors are compared.</summary>
    public SimilarityFunction Similarity { get; init; }

    /// <summary>How texts become sparse vectors; null where they do not.</summary>
    public SparsePlan? Sparse { get; init; }

    /// <summary>Whether a model without a tokenizer is loaded all the same: calls on texts are an error then.</summary>
    public bool AreTextsOptional { get; init; }

    /// <summary>How texts become a vector for each piece, to be compared piece by piece; null where they do not.</summary>
    public MultiVectorPlan? Multi { get; init; }

    /// <summary>How many components of a vector are kept; null for all.</summary>
    public int? Dimensions { get; init; }

    /// <summary>The prompt of a name; null where the folder has none. The roles <c>query</c> and <c>document</c> have at least an empty one.</summary>
    public string? FindPrompt(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Prompts.TryGetValue(name, out string? prompt) ? prompt : name is "query" or "document" ? "" : null;
    }

    /// <summary>Values in a sentence vector, after all modules and the cut.</summary>
    /// <param name="hiddenSize">Values in a vector of the encoder.</param>
    public int WidthOf(int hiddenSize) => SentenceVectors.KeptOf(UncutWidthOf(hiddenSize), Dimensions);

    /// <summary>Values in a sentence vector before it is cut.</summary>
    internal int UncutWidthOf(int hiddenSize)
    {
        // Without a Pooling, it is the vector of a table that the modules begin with.
        int pieces = hiddenSize, sentence = Modules.Any(module => module is PoolingModule) ? 0 : hiddenSize;
        foreach (SentenceModule module in Modules)
        {
            switch (module)
            {
                case PoolingModule pooling:
                    sentence = pieces * pooling.Modes.Length;
                    break;
                case DenseModule { OnPieces: true } dense:
                    pieces = dense.Outputs;
                    break;
                case DenseModule dense:
                    sentence = dense.Outputs;
                    break;
            }
        }

        return sentence;
    }

    /// <summary>The prompt of a call.</summary>
    internal string PromptOf(SentenceCall call) => call switch
    {
        { Prompt: { } given } => given,
        { PromptName: { } name } => FindPrompt(name) ?? throw new ArgumentException(
            $"The model folder has no prompt '{name}'; it has {(Prompts.Count == 0 ? "none" : string.Join(", ", Prompts.Keys.Order(StringComparer.Ordinal).Select(key => $"'{key}'")))}."),
        { Role: EmbedRole.Query } => Prompts.GetValueOrDefault("query", ""),
        { Role: EmbedRole.Document } => Prompts.GetValueOrDefault("document", ""),
        _ => DefaultPrompt is { } standard ? Prompts[standard] : "",
    };

    /// <summary>Most pieces of a text of a call; null: texts are not cut.</summary>
    internal int? LimitOf(SentenceCall call)
    {
        int limit = call.Role switch
        {
            EmbedRole.Query => QueryLimit ?? Limit,
            EmbedRole.Document => DocumentLimit ?? Limit,
            _ => Limit,
        };
        return limit == 0 ? null : limit;
    }
}

using System.ComponentModel;

namespace BertGen.Engine.Pipeline;

/// <summary>What a model folder says of the scores of texts and of pairs of texts, as it was compiled.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record ScorePlan
{
    /// <summary>The type of the model, by which its tokenizer is found where no file names one.</summary>
    public string ModelType { get; init; } = "bert";

    /// <summary>Most pieces of a text or of a pair, special ones included; 0: nothing is cut.</summary>
    public int Limit { get; init; }

    /// <summary>Whether texts become lower case before the tokenizer sees them.</summary>
    public bool LowercasesFirst { get; init; }

    /// <summary>The prompts by their names; they stand before the first text of a pair.</summary>
    public IReadOnlyDictionary<string, string> Prompts { get; init; } = new Dictionary<string, string>();

    /// <summary>The name of the prompt that is taken where a call names none; null for none.</summary>
    public string? DefaultPrompt { get; init; }

    /// <summary>What scores go through.</summary>
    public DenseActivation Function { get; init; }

    /// <summary>The steps that make logits of the vectors of pieces, where no head of the model does; the last one is a product.</summary>
    public IReadOnlyList<SentenceModule> Modules { get; init; } = [];

    /// <summary>The prompt of a name; null where the folder has none.</summary>
    public string? FindPrompt(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Prompts.GetValueOrDefault(name);
    }

    /// <summary>The prompt of a call.</summary>
    /// <param name="given">The prompt that the call names; null for that of the folder.</param>
    public string PromptOf(string? given) => given ?? (DefaultPrompt is { } name ? Prompts[name] : "");
}

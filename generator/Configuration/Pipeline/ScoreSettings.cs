using BertGen.Generator.Common;

namespace BertGen.Generator.Configuration.Pipeline;

/// <summary>How a classifier takes texts and what its scores go through, after options and files were reconciled.</summary>
internal sealed record ScoreSettings
{
    /// <summary>Most pieces of a text or of a pair; 0: nothing is cut.</summary>
    public int Limit { get; init; }

    /// <summary>Whether texts become lower case before the tokenizer sees them.</summary>
    public bool LowercasesFirst { get; init; }

    /// <summary>The prompts that the folder names.</summary>
    public EquatableArray<SentencePrompt> Prompts { get; init; } = [];

    /// <summary>The name of the prompt of calls that name none; null for none.</summary>
    public string? DefaultPrompt { get; init; }

    /// <summary>The steps that make logits of the vectors of pieces, where no head of the model does.</summary>
    public EquatableArray<SentenceModule> Modules { get; init; } = [];

    /// <summary>What scores go through: a name of <c>DenseActivation</c> of the runtime.</summary>
    public required string Function { get; init; }
}

namespace BertGen.Text.Tokenizers.BytePair;

/// <summary>How a <see cref="BytePairModel"/> treats characters.</summary>
internal sealed record BytePairOptions
{
    /// <summary>The token of characters that are not in the vocabulary; null to leave them out.</summary>
    public string? Unknown { get; init; }

    /// <summary>What the tokens of all characters but the first start with.</summary>
    public string ContinuationMark { get; init; } = string.Empty;

    /// <summary>What the token of the last character ends with.</summary>
    public string EndMark { get; init; } = string.Empty;

    /// <summary>Whether unknown characters that follow each other are one.</summary>
    public bool JoinsUnknown { get; init; }

    /// <summary>Whether unknown characters become tokens of bytes where all of them are there.</summary>
    public bool UsesBytes { get; init; }

    /// <summary>Whether a text that is a token is taken at once.</summary>
    public bool TakesWholeTokens { get; init; }
}

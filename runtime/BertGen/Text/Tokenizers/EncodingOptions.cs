namespace BertGen.Text.Tokenizers;

/// <summary>How a text is encoded.</summary>
public sealed record EncodingOptions
{
    /// <summary>Everything, with special tokens, whatever its length.</summary>
    public static EncodingOptions Default { get; } = new();

    /// <summary>Whether the tokens that the model wants around a text are put there.</summary>
    public bool AddsSpecialTokens { get; init; } = true;

    /// <summary>The most pieces of a row, special tokens included; null for no limit.</summary>
    public int? MaxLength { get; init; }

    /// <summary>What is cut where a row would be longer.</summary>
    public TruncationStrategy Truncation { get; init; } = TruncationStrategy.LongestFirst;

    /// <summary>How many pieces two windows that follow each other share, without special tokens.</summary>
    public int Stride { get; init; }

    /// <summary>The side that is cut off; null for that of the folder.</summary>
    public TextSide? TruncationSide { get; init; }
}

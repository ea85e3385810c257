namespace BertGen.Text.Tokenizers.Loading;

/// <summary>A tokenizer, and what its folder says about it.</summary>
internal sealed record LoadedTokenizer
{
    /// <summary>The parts.</summary>
    public required TokenizerPipeline Pipeline { get; init; }

    /// <summary>The class.</summary>
    public required TokenizerClass Class { get; init; }

    /// <summary>The named tokens.</summary>
    public required SpecialToken[] SpecialTokens { get; init; }

    /// <summary>All tokens that the files call special.</summary>
    public required string[] AllSpecialTokens { get; init; }

    /// <summary>The most pieces of a text; null for no limit.</summary>
    public required int? MaxLength { get; init; }

    /// <summary>The side that padding goes to.</summary>
    public required TextSide PaddingSide { get; init; }

    /// <summary>The side that is cut off.</summary>
    public required TextSide TruncationSide { get; init; }

    /// <summary>Whether the model gets token types.</summary>
    public required bool HasTypeIds { get; init; }

    /// <summary>Whether decoding takes spaces before punctuation away.</summary>
    public required bool CleansUpSpaces { get; init; }
}

namespace BertGen.Text.Tokenizers.AddedTokens;

/// <summary>A token that is found in text before anything else is done with it.</summary>
/// <param name="Content">Its text.</param>
internal sealed record AddedToken(string Content)
{
    /// <summary>Whether it is found only where no word character stands next to it.</summary>
    public bool IsSingleWord { get; init; }

    /// <summary>Whether it takes the white space before it.</summary>
    public bool StripsLeft { get; init; }

    /// <summary>Whether it takes the white space after it.</summary>
    public bool StripsRight { get; init; }

    /// <summary>Whether it is normalized, and searched for in normalized text.</summary>
    public bool IsNormalized { get; init; }

    /// <summary>Whether decoding can leave it out.</summary>
    public bool IsSpecial { get; init; }

    /// <summary>A special token, searched for in the text as it is.</summary>
    public static AddedToken Special(string content) => new(content) { IsSpecial = true };
}

using BertGen.Generator.Common;

namespace BertGen.Generator.Configuration.Pipeline;

/// <summary>How a text becomes a vector for each of its pieces, and which of them count.</summary>
internal sealed record MultiVectorSettings
{
    /// <summary>Words whose pieces have no vector, where the vocabulary has them as one piece.</summary>
    public EquatableArray<string> SkipWords { get; init; } = [];

    /// <summary>The roles of the texts that they are left out of: <c>query</c> and <c>document</c>.</summary>
    public EquatableArray<string> SkipRoles { get; init; } = ["document"];

    /// <summary>The only pieces that have vectors, of all texts but queries; null for any.</summary>
    public EquatableArray<int>? KeptIds { get; init; }

    /// <summary>How queries are filled up; null for not at all.</summary>
    public QueryExpansion? Expansion { get; init; }

    /// <summary>Whether the similarity is divided by the number of a query's vectors.</summary>
    public bool IsMean { get; init; }

    /// <summary>Tokens that are special where the vocabulary has them: those of the prompts.</summary>
    public EquatableArray<string> SpecialTokens { get; init; } = [];
}

/// <summary>How queries are filled up to a length.</summary>
/// <param name="Length">The length.</param>
/// <param name="IsFixed">Whether longer queries are cut to it.</param>
/// <param name="Attends">Whether the encoder attends to what was filled in.</param>
/// <param name="Token">What is filled in; null for the token that masks.</param>
internal sealed record QueryExpansion(int Length, bool IsFixed, bool Attends, string? Token);

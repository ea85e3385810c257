using System.ComponentModel;

namespace BertGen.Engine.Pipeline;

/// <summary>Which pieces of a text have a vector, and how queries are filled up, as it was compiled.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record MultiVectorPlan
{
    /// <summary>Words whose pieces have no vector, where the vocabulary has them as one piece.</summary>
    public IReadOnlyList<string> SkipWords { get; init; } = [];

    /// <summary>The roles of the texts that they are left out of; texts without a role are documents.</summary>
    public IReadOnlyList<EmbedRole> SkipRoles { get; init; } = [EmbedRole.Document];

    /// <summary>The only pieces that have vectors, of all texts but queries; null for any.</summary>
    public IReadOnlyList<int>? KeptIds { get; init; }

    /// <summary>The length that queries are filled up to; 0 for none.</summary>
    public int ExpandedLength { get; init; }

    /// <summary>Whether longer queries are cut to that length.</summary>
    public bool IsExpandedLengthFixed { get; init; }

    /// <summary>Whether the encoder attends to what was filled in.</summary>
    public bool AttendsToExpansion { get; init; }

    /// <summary>What is filled in; null for the token that masks.</summary>
    public string? ExpansionToken { get; init; }

    /// <summary>Tokens that are special where the vocabulary has them.</summary>
    public IReadOnlyList<string> SpecialTokens { get; init; } = [];

    /// <summary>Whether the similarity is divided by the number of a query's vectors.</summary>
    public bool IsMean { get; init; }
}

namespace BertGen.Text.Chunks;

/// <summary>Where a long text is cut.</summary>
public sealed record ChunkOptions
{
    /// <summary>Most pieces of a chunk, special ones and those of a prompt included; null for the limit of the model.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Pieces at the end of a chunk that the next one begins with, rounded down to whole words.</summary>
    public int OverlapTokens { get; init; }

    /// <summary>
    /// Whether chunks end where a sentence or a line does, if one ends in the later half of the chunk; else they end with any word.
    /// </summary>
    public bool AtSentenceEnds { get; init; } = true;
}

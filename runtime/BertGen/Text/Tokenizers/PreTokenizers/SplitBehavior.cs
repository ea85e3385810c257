namespace BertGen.Text.Tokenizers.PreTokenizers;

/// <summary>What becomes of the delimiters that a text is cut at.</summary>
internal enum SplitBehavior
{
    /// <summary>They are left out.</summary>
    Removed,

    /// <summary>Each is a piece of its own.</summary>
    Isolated,

    /// <summary>Each belongs to the piece before it.</summary>
    MergedWithPrevious,

    /// <summary>Each belongs to the piece after it.</summary>
    MergedWithNext,

    /// <summary>Those that follow each other are one piece.</summary>
    Contiguous,
}

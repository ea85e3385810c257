namespace BertGen.Text.Tokenizers;

/// <summary>Which of two texts is cut.</summary>
public enum TruncationStrategy
{
    /// <summary>The longer one first.</summary>
    LongestFirst,

    /// <summary>The first one alone.</summary>
    OnlyFirst,

    /// <summary>The second one alone.</summary>
    OnlySecond,
}

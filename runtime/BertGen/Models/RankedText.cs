namespace BertGen;

/// <summary>A text in the order of its scores.</summary>
/// <param name="Index">Its index among the texts that were ranked.</param>
/// <param name="Score">Its score.</param>
public readonly record struct RankedText(int Index, float Score);

namespace BertGen.Vectors;

/// <summary>Two vectors that are alike.</summary>
/// <param name="First">The row of the one.</param>
/// <param name="Second">The row of the other, behind it.</param>
/// <param name="Score">How alike they are; the larger, the more alike.</param>
public readonly record struct ParaphrasePair(int First, int Second, float Score);

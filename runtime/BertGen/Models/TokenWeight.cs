namespace BertGen;

/// <summary>An entry of the vocabulary in a sparse vector.</summary>
/// <param name="Token">The piece as the vocabulary has it.</param>
/// <param name="Weight">Its value.</param>
public readonly record struct TokenWeight(string Token, float Weight);

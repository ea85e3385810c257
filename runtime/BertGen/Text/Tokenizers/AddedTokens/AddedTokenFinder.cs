namespace BertGen.Text.Tokenizers.AddedTokens;

/// <summary>Finds added tokens, in the text as it is and in normalized text. Immutable, and safe for concurrent use.</summary>
/// <param name="Raw">Finds those that are not normalized; null for none.</param>
/// <param name="Normalized">Finds those that are; null for none.</param>
internal sealed record AddedTokenFinder(AddedTokenMatcher? Raw, AddedTokenMatcher? Normalized);

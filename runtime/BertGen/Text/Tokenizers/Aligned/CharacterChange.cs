namespace BertGen.Text.Tokenizers.Aligned;

/// <summary>A character that a normalizer writes.</summary>
/// <param name="CodePoint">The character.</param>
/// <param name="Length">How it changes the length: 1 for a new one, 0 for one in the place of an old one, -n where n old ones after it are left out.</param>
/// <param name="Class">Its combining class, where that matters.</param>
internal readonly record struct CharacterChange(int CodePoint, int Length, int Class);

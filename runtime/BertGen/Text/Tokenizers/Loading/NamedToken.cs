using BertGen.Text.Tokenizers.AddedTokens;

namespace BertGen.Text.Tokenizers.Loading;

/// <summary>A token that the files of a folder name.</summary>
/// <param name="Token">The token.</param>
/// <param name="IsText">Whether the files give its text alone, without flags.</param>
internal sealed record NamedToken(AddedToken Token, bool IsText);

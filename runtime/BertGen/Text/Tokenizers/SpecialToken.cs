namespace BertGen.Text.Tokenizers;

/// <summary>A token with a part to play, as the files name it.</summary>
/// <param name="Name">The part: <c>pad_token</c>, <c>cls_token</c> and so on.</param>
/// <param name="Text">The token.</param>
/// <param name="Id">Its id.</param>
public sealed record SpecialToken(string Name, string Text, int Id);

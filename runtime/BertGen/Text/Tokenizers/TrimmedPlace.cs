namespace BertGen.Text.Tokenizers;

/// <summary>Where a piece stands without white space.</summary>
/// <param name="AsFirst">As the first of its row, where one space may be a prefix that was added.</param>
/// <param name="AsOther">As any other.</param>
internal readonly record struct TrimmedPlace(TextRange AsFirst, TextRange AsOther);

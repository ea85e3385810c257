namespace BertGen.Text.Tokenizers.Vocabularies;

/// <summary>A token of a spelled text.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Start">Where it starts in the text, in UTF-16 units.</param>
/// <param name="End">Where it ends, exclusive.</param>
internal readonly record struct Piece(int Id, int Start, int End);

namespace BertGen.Text.Tokenizers.BytePair;

/// <summary>A symbol of a text that is being merged.</summary>
/// <param name="Id">Its token.</param>
/// <param name="Length">Its length in UTF-8 bytes; 0 once it belongs to another one.</param>
/// <param name="Previous">The number of the symbol before it, or -1.</param>
/// <param name="Next">The number of the symbol after it, or -1.</param>
internal record struct MergeSymbol(int Id, int Length, int Previous, int Next);

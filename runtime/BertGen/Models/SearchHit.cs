namespace BertGen;

/// <summary>A text that a search found.</summary>
/// <param name="Index">Its row among the embeddings that were searched.</param>
/// <param name="Score">How alike it and the query are; the larger, the more alike.</param>
/// <param name="Text">The text.</param>
public readonly record struct SearchHit(int Index, float Score, string Text);

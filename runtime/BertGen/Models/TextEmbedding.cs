namespace BertGen;

/// <summary>A text and its vector.</summary>
/// <param name="Text">The text.</param>
/// <param name="Vector">Its vector.</param>
public readonly record struct TextEmbedding(string Text, ReadOnlyMemory<float> Vector);

namespace BertGen.Text.Chunks;

/// <summary>The chunks of a text and their vectors.</summary>
/// <param name="Chunks">The chunks, in the order of the text.</param>
/// <param name="Embeddings">A row for each.</param>
public sealed record ChunkEmbeddings(IReadOnlyList<TextChunk> Chunks, TextEmbeddings Embeddings);

namespace BertGen.Text.Tokenizers.Truncation;

/// <summary>A part of the pieces of a text.</summary>
/// <param name="Start">The first piece.</param>
/// <param name="End">Behind the last one.</param>
internal readonly record struct Window(int Start, int End);

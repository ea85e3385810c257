namespace SemanticSearch;

/// <summary>A part of a file.</summary>
/// <param name="File">The file, by its path from the folder.</param>
/// <param name="Line">The line that it begins in, from 1.</param>
/// <param name="Text">The part.</param>
internal sealed record Passage(string File, int Line, string Text);

/// <summary>A passage that answers a question.</summary>
/// <param name="Passage">The passage.</param>
/// <param name="Score">How alike it and the question are, at most 1.</param>
internal sealed record Answer(Passage Passage, float Score);

namespace BertGen.Text.Tokenizers.Patterns;

/// <summary>A regular expression that cannot be read, or that has more in it than is supported.</summary>
internal sealed class PatternException(string message) : Exception(message);

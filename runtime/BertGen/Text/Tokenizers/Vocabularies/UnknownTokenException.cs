namespace BertGen.Text.Tokenizers.Vocabularies;

/// <summary>A text has something that the vocabulary lacks, and there is no token for the unknown.</summary>
internal sealed class UnknownTokenException(string message) : Exception(message);

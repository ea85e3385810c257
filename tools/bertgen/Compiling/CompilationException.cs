namespace BertGen.Tool.Compiling;

/// <summary>A model does not compile; the message has the diagnostics, a line each.</summary>
internal sealed class CompilationException(string diagnostics) : Exception(diagnostics);

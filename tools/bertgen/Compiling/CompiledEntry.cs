namespace BertGen.Tool.Compiling;

/// <summary>What the compiler made of a model.</summary>
/// <param name="Assembly">The assembly.</param>
/// <param name="Warnings">What it warned of, a line each.</param>
internal sealed record CompiledEntry(byte[] Assembly, string Warnings);

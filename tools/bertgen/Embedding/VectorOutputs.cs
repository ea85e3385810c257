namespace BertGen.Tool.Embedding;

/// <summary>Chooses how vectors are written, by the end of a file's name.</summary>
internal static class VectorOutputs
{
    /// <exception cref="UserException">The name has another end, or the file cannot be created.</exception>
    public static IVectorOutput Open(string? file, Terminal terminal) => file is null
        ? new JsonLinesOutput(terminal.OpenOutput(), null)
        : Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".npy" => new NumPyOutput(OutputFile.Create(file)),
            ".jsonl" => ToFile(OutputFile.Create(file)),
            _ => throw new UserException($"{file}: expected a name that ends with .npy or .jsonl."),
        };

    private static JsonLinesOutput ToFile(OutputFile file) => new(file.Stream, file);
}

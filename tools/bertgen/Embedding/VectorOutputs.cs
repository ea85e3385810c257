namespace BertGen.Tool.Embedding;

/// <summary>Chooses how vectors are written, by the end of a file's name.</summary>
internal static class VectorOutputs
{
    /// <exception cref="UserException">The name has another end, or the file cannot be created.</exception>
    public static IVectorOutput Open(string? file, Terminal terminal)
    {
        if (file is null)
        {
            return new JsonLinesOutput(terminal.OpenOutput(), null);
        }

        string partial = file + ".incomplete";
        try
        {
            return Path.GetExtension(file).ToLowerInvariant() switch
            {
                ".npy" => new NumPyOutput(File.Create(partial), new PartialFile(partial, file)),
                ".jsonl" => new JsonLinesOutput(File.Create(partial), new PartialFile(partial, file)),
                _ => throw new UserException($"{file}: expected a name that ends with .npy or .jsonl."),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{file}: {e.Message}", e);
        }
    }
}

/// <summary>A file that gets its name when it is whole.</summary>
/// <param name="Partial">Its name until then.</param>
/// <param name="Whole">Its name.</param>
internal sealed record PartialFile(string Partial, string Whole)
{
    /// <summary>Gives it its name.</summary>
    public void Complete() => File.Move(Partial, Whole, overwrite: true);

    /// <summary>Removes what was not completed.</summary>
    public void Discard() => File.Delete(Partial);
}

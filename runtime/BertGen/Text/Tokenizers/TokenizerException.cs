namespace BertGen.Text.Tokenizers;

/// <summary>Tokenizer files that cannot be read or ask for what is not there, or a text that a tokenizer cannot encode.</summary>
public sealed class TokenizerException : Exception
{
    /// <summary>Reports a problem.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="place">Where in the file, as a JSON path or a line; null for the file as a whole.</param>
    /// <param name="problem">What was expected and what was found.</param>
    /// <param name="innerException">The cause, if another exception told of it.</param>
    public TokenizerException(string path, string? place, string problem, Exception? innerException = null)
        : base(place is null ? $"{path}: {problem}" : $"{path}: {place}: {problem}", innerException)
    {
        Path = path;
        Place = place;
    }

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <summary>Where in the file, as a JSON path or a line; null for the file as a whole.</summary>
    public string? Place { get; }
}

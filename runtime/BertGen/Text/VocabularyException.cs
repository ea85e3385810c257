namespace BertGen.Text;

/// <summary>A vocabulary that cannot be read, or that lacks what its model needs.</summary>
public sealed class VocabularyException : Exception
{
    /// <summary>An exception about the vocabulary at <paramref name="path"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">What was expected and what was found.</param>
    /// <param name="innerException">The cause, if another exception is.</param>
    public VocabularyException(string path, string problem, Exception? innerException = null)
        : base($"Vocabulary '{path}': {problem}", innerException) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}

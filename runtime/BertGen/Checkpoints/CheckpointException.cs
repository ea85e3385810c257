namespace BertGen.Checkpoints;

/// <summary>A checkpoint that cannot be read, or that does not fit the model that was compiled.</summary>
public sealed class CheckpointException : Exception
{
    /// <summary>Reports a problem with a file as a whole.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="problem">What was expected and what was found; the message is <c>path: problem</c>.</param>
    /// <param name="innerException">The cause, if another exception told of it.</param>
    public CheckpointException(string path, string problem, Exception? innerException = null)
        : base($"{path}: {problem}", innerException) => Path = path;

    /// <summary>Reports a problem with one tensor.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="tensorName">The tensor, or the first one of several.</param>
    /// <param name="problem">What was expected and what was found; the message is <c>path: problem</c>.</param>
    public CheckpointException(string path, string? tensorName, string problem)
        : base($"{path}: {problem}")
    {
        Path = path;
        TensorName = tensorName;
    }

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <summary>The tensor, or the first one of several; null where the file as a whole is wrong.</summary>
    public string? TensorName { get; }
}

namespace BertGen.Common.Files;

/// <summary>A path that leads to something else than a file that can be read whole.</summary>
internal sealed class PlainFileException(FileProblem problem) : IOException(problem.Text)
{
    /// <summary>What was found.</summary>
    public FileProblem Problem { get; } = problem;
}

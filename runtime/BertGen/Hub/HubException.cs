namespace BertGen.Hub;

/// <summary>A model that could not be found or fetched. The message says which one, what was found and what to do.</summary>
public sealed class HubException : Exception
{
    internal HubException(HubFailure failure, HubFile file, string problem, Exception? innerException = null)
        : base($"{file}: {problem}", innerException)
    {
        Failure = failure;
        Model = file.Model;
        Revision = file.Revision;
        File = file.Name;
    }

    /// <summary>The kind of problem.</summary>
    public HubFailure Failure { get; }

    /// <summary>The repository, such as <c>google-bert/bert-base-uncased</c>, or the URL.</summary>
    public string Model { get; }

    /// <summary>The branch, tag or commit that was asked for; null for a URL.</summary>
    public string? Revision { get; }

    /// <summary>The file of the repository; null where the model as a whole is meant, or a URL.</summary>
    public string? File { get; }
}

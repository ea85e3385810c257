namespace BertGen.Hub;

/// <summary>What is asked for, in the words of the one who asked; messages begin with it.</summary>
/// <param name="Model">The repository or the URL.</param>
/// <param name="Revision">Branch, tag or commit; null for a URL.</param>
/// <param name="Name">The file, with <c>/</c> between folders; null for the model as a whole, or a URL.</param>
internal sealed record HubFile(string Model, string? Revision = null, string? Name = null)
{
    public HubException Error(HubFailure failure, string problem, Exception? innerException = null) =>
        new(failure, this, problem, innerException);

    public override string ToString() =>
        Model + (Revision is null ? "" : $"@{Revision}") + (Name is null ? "" : $", {Name}");
}

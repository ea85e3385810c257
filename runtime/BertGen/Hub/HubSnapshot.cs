namespace BertGen.Hub;

/// <summary>One commit of a model in the cache.</summary>
/// <param name="Model">The repository.</param>
/// <param name="Revision">The branch, tag or commit that was asked for.</param>
/// <param name="Commit">The commit that it is.</param>
/// <param name="Folder">The model's folder.</param>
/// <param name="IsCurrent">False where the server could not be asked, and the cache had this commit from an earlier time.</param>
public sealed record HubSnapshot(string Model, string Revision, string Commit, string Folder, bool IsCurrent);

namespace BertGen.Hub;

/// <summary>Models by name, in the cache that is shared with the Python library.</summary>
public static class HubModel
{
    /// <summary>Finds a model in the cache; the network is left alone.</summary>
    /// <param name="name">One of the seven names of the original BERT, or a repository such as <c>sentence-transformers/all-MiniLM-L6-v2</c>.</param>
    /// <param name="revision">Branch, tag or commit.</param>
    /// <param name="settings">Null: those of the environment.</param>
    /// <returns>The model's folder; null where the cache has no config and weights of this revision.</returns>
    /// <exception cref="ArgumentException">The name or the revision is not of the form that the hub has.</exception>
    public static string? Find(string name, string revision = ModelName.DefaultRevision, HubSettings? settings = null) =>
        CachedModel.Find(ModelName.Parse(name, revision), settings ?? HubSettings.FromEnvironment()).Folder;
}

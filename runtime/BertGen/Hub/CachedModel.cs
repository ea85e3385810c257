using BertGen.Checkpoints;

namespace BertGen.Hub;

/// <summary>What the cache knows of a model.</summary>
/// <param name="Folder">The snapshot, where it is whole.</param>
/// <param name="Commit">The commit of the snapshot.</param>
/// <param name="Lack">Otherwise: what was found instead, in words.</param>
internal sealed record CachedModel(string? Folder, string? Commit, string Lack)
{
    public static CachedModel Find(ModelName name, HubSettings settings)
    {
        string lack = $"the cache {settings.CacheFolder} has no such model";
        foreach (string repository in name.CachedAs)
        {
            var cache = new RepositoryCache(settings.CacheFolder, repository);
            try
            {
                if (cache.FindCommit(name.Revision) is { } commit && cache.SnapshotFolder(commit) is var folder && Directory.Exists(folder))
                {
                    if (ModelFiles.MissingFrom(folder) is not { } missing)
                    {
                        return new CachedModel(folder, commit, "");
                    }

                    lack = $"the cache has it without {missing} ({folder})";
                }
                else if (Directory.Exists(cache.Folder))
                {
                    lack = $"the cache has other revisions of it only, not {name.Revision} ({cache.Folder})";
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or CheckpointException)
            {
                throw new HubFile(name.Repository, name.Revision).Error(HubFailure.Storage, $"the cache cannot be read. {e.Message}", e);
            }
        }

        return new CachedModel(null, null, lack);
    }
}

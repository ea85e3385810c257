using BertGen.Hub;

namespace BertGen.Tool.Cache;

/// <summary>A model in the cache that is shared with the Python library.</summary>
/// <param name="Name">Its name on the hub.</param>
/// <param name="Folder">Its folder in the cache.</param>
/// <param name="Bytes">Bytes that its contents take.</param>
/// <param name="Revisions">The revisions that were fetched, with their commits.</param>
internal sealed record CachedRepository(string Name, string Folder, long Bytes, IReadOnlyList<(string Revision, string Commit)> Revisions)
{
    private const string Start = "models--";

    /// <summary>All models of the cache, by name.</summary>
    /// <exception cref="UserException">The cache cannot be read.</exception>
    public static IReadOnlyList<CachedRepository> All(HubSettings settings)
    {
        try
        {
            return !Directory.Exists(settings.CacheFolder) ? [] : [.. Directory.EnumerateDirectories(settings.CacheFolder, Start + "*")
                .Select(Read)
                .OrderBy(repository => repository.Name, StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"the cache cannot be read. {e.Message}", e);
        }
    }

    private static CachedRepository Read(string folder)
    {
        string refs = Path.Combine(folder, "refs");
        var revisions = Directory.Exists(refs)
            ? Directory.EnumerateFiles(refs, "*", SearchOption.AllDirectories)
                .Select(file => (Path.GetRelativePath(refs, file).Replace('\\', '/'), File.ReadAllText(file).Trim()))
                .OrderBy(item => item.Item1, StringComparer.Ordinal)
                .ToArray()
            : [];

        // Snapshots are links to blobs, or files themselves where there are no links.
        long bytes = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.LinkTarget is null).Sum(file => file.Length);
        return new CachedRepository(Path.GetFileName(folder)[Start.Length..].Replace("--", "/", StringComparison.Ordinal), folder, bytes, revisions);
    }
}

using BertGen.Common.Files;
using Microsoft.Build.Framework;

namespace BertGen.Tasks;

/// <summary>Finds on this machine what attributes and items name.</summary>
/// <param name="projectFolder">Where paths start.</param>
/// <param name="startFolder">Folder that the build was started in: what paths in environment variables start from.</param>
/// <param name="configs">Configs in the project: a model of the hub may lie in a folder of its name.</param>
internal sealed class ModelPlaces(string projectFolder, string startFolder, ITaskItem[] configs)
{
    /// <summary>The folder or the archive of a model; null where there is none.</summary>
    /// <param name="model">Its path or name.</param>
    /// <param name="isPretrained">Whether it may be a name.</param>
    /// <param name="isCached">Whether it was found in the cache of the hub.</param>
    public string? Find(string model, bool isPretrained, out bool isCached)
    {
        isCached = false;
        try
        {
            if (FindLocal(model) is { } local)
            {
                return local;
            }

            if (!isPretrained)
            {
                return null;
            }

            if (InFolderOfName(model) is { } named)
            {
                return named;
            }

            var cache = new HubCache(startFolder);
            string? snapshot = cache.Find(model) ?? cache.FindClassic(model);
            isCached = snapshot is not null;
            return snapshot;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null; // The compiler is told of it.
        }
    }

    private string? FindLocal(string model)
    {
        string path = Path.GetFullPath(Path.Combine(projectFolder, model.Replace('\\', '/')));
        string folder = DeployedPath.IsConfig(Path.GetFileName(path)) ? Path.GetDirectoryName(path)! : path;
        return Directory.Exists(folder) && ModelContent.IsModel(folder) ? folder
            : ModelArchive.IsArchive(path) && File.Exists(path) ? path
            : null;
    }

    private string? InFolderOfName(string model) => configs
        .Select(config => Path.GetDirectoryName(config.GetMetadata("FullPath")).Replace('\\', '/'))
        .Where(folder => folder.EndsWith("/" + model, StringComparison.Ordinal))
        .OrderBy(folder => folder, StringComparer.Ordinal)
        .FirstOrDefault();
}

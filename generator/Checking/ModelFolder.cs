using BertGen.Generator.Common;
using BertGen.Generator.Configuration;

namespace BertGen.Generator.Checking;

/// <summary>The files of one model: its config and what lies beside it.</summary>
/// <param name="Config">The config that counts: <c>config.json</c> where both forms are there.</param>
/// <param name="Files">All files given to the compiler, among them those beside the config.</param>
/// <param name="Origin">Where the config comes from, for people: no path of this machine.</param>
internal sealed record ModelFolder(ConfigFile Config, IReadOnlyList<ModelFile> Files, string Origin)
{
    public string Path => PathText.Folder(Config.Path);

    /// <summary>Files of the model that are there and cannot be read, in its folder or in those of its modules.</summary>
    public IEnumerable<UnreadableFile> Unreadable => Files.OfType<UnreadableFile>().Where(file =>
    {
        string folder = PathText.Folder(file.Path);
        return PathText.AreSame(folder, Path)
            || (PathText.AreSame(PathText.Folder(folder), Path) && !Files.OfType<ConfigFile>().Any(config => PathText.AreSame(PathText.Folder(config.Path), folder)));
    });

    public T? Beside<T>()
        where T : ModelFile =>
        Files.OfType<T>().FirstOrDefault(file => PathText.AreSame(PathText.Folder(file.Path), Path));

    public PoolingFile? PoolingAt(string path) =>
        Files.OfType<PoolingFile>().FirstOrDefault(file => PathText.AreSame(file.Path, path));
}

using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Pipeline;

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

    /// <summary>The folder that <c>modules.json</c> lies in: that of the config, or the one above.</summary>
    public string Root { get; init; } = PathText.Folder(Config.Path);

    /// <summary>The folder of the encoder in the root; empty where they are the same.</summary>
    public string EncoderFolder => PathText.AreSame(Root, Path) ? "" : Path.Substring(Root.Length + 1);

    public T? InRoot<T>()
        where T : ModelFile =>
        Files.OfType<T>().FirstOrDefault(file => PathText.AreSame(PathText.Folder(file.Path), Root));

    /// <summary>A file by its keys; null where there is none.</summary>
    public SettingsFile? SettingsAt(string path) =>
        Files.OfType<SettingsFile>().FirstOrDefault(file => PathText.AreSame(file.Path, path))
        ?? (Files.OfType<ConfigFile>().FirstOrDefault(file => PathText.AreSame(file.Path, path)) is { } config ? new SettingsFile(path, [], config.Settings) : null);
}

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

    public T? Beside<T>()
        where T : ModelFile =>
        Files.OfType<T>().FirstOrDefault(file => PathText.AreSame(PathText.Folder(file.Path), Path));

    public PoolingFile? PoolingAt(string path) =>
        Files.OfType<PoolingFile>().FirstOrDefault(file => PathText.AreSame(file.Path, path));
}

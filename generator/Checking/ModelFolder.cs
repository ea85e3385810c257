using BertGen.Generator.Common;
using BertGen.Generator.Configuration;

namespace BertGen.Generator.Checking;

/// <summary>The files of one model: its config and what lies beside it.</summary>
/// <param name="Config">The config that counts: <c>config.json</c> where both forms are there.</param>
/// <param name="Files">All files given to the compiler, among them those beside the config.</param>
internal sealed record ModelFolder(ConfigFile Config, IReadOnlyList<ModelFile> Files)
{
    public string Path => PathText.Folder(Config.Path);

    public T? Beside<T>()
        where T : ModelFile =>
        Files.OfType<T>().FirstOrDefault(file => PathText.AreSame(PathText.Folder(file.Path), Path));

    public PoolingFile? PoolingAt(string path) =>
        Files.OfType<PoolingFile>().FirstOrDefault(file => PathText.AreSame(file.Path, path));

    /// <summary>Finds the model that an attribute names; null when its config is not among the files.</summary>
    public static ModelFolder? Find(string path, IReadOnlyList<ModelFile> files)
    {
        string[] candidates =
        [
            path,
            path + "/" + ModelFileReader.ConfigName,
            path + "/" + ModelFileReader.GoogleConfigName,
        ];
        foreach (string candidate in candidates)
        {
            ConfigFile? config = files.OfType<ConfigFile>().FirstOrDefault(file => PathText.AreSame(file.Path, candidate));
            if (config is not null)
            {
                return new ModelFolder(config, files);
            }
        }

        return null;
    }
}

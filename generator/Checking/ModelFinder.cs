using BertGen.Generator.Architectures;
using BertGen.Generator.Checking.Pipeline;
using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Options;

namespace BertGen.Generator.Checking;

/// <summary>
/// Finds the model that an attribute names among the files given to the compiler. A pretrained one may be a name that the
/// compiler knows, and then needs no file.
/// </summary>
internal sealed class ModelFinder(ProjectFiles project)
{
    private static readonly string[] ConfigNames = [ModelFileReader.ConfigName, ModelFileReader.GoogleConfigName];

    public ModelFolder? Find(EmbedderOptions options)
    {
        string model = options.Model!.Replace('\\', '/');
        if (options.IsPretrained && ArchitectureList.FindKnown(model) is { } files)
        {
            return new ModelFolder(files.OfType<ConfigFile>().Single(), files, "the config that is known of " + model);
        }

        string path = PathText.Combine(project.Folder, model);
        return At(path) ?? In(path) ?? (options.IsPretrained ? Prepared(model) ?? InFolderOfName(model) : null);
    }

    /// <summary>The folder whose <c>modules.json</c> begins with a table of static vectors; such a folder needs no config.</summary>
    public ModelFolder? FindStatic(EmbedderOptions options)
    {
        string path = PathText.Combine(project.Folder, options.Model!.Replace('\\', '/'));
        return project.Models.OfType<ModulesFile>().FirstOrDefault(file => PathText.AreSame(PathText.Folder(file.Path), path)) is { } modules
            && modules.Modules.FirstOrDefault() is { Type: StaticCheck.ModuleType or StaticCheck.SparseType } table
                ? new ModelFolder(
                    new ConfigFile(PathText.Combine(path, table.Path) + "/" + ModelFileReader.ConfigName, [], null),
                    project.Models,
                    PathText.Relative(project.Folder, modules.Path))
                { Root = path }
                : null;
    }

    /// <summary>Why the archive that an attribute names cannot be read; null where it can, or is none.</summary>
    public string? ArchiveProblem(EmbedderOptions options)
    {
        string key = KeyOf(options.Model!);
        return project.Models.OfType<ArchiveProblemFile>().FirstOrDefault(file => PathText.FileName(PathText.Folder(file.Path)) == key)?.Problem;
    }

    private ModelFolder? At(string path) =>
        Configs().FirstOrDefault(file => PathText.AreSame(file.Path, path)) is { } config
            ? new ModelFolder(config, project.Models, PathText.Relative(project.Folder, config.Path))
            : null;

    /// <summary>The model of a folder: where <c>modules.json</c> names a folder for the encoder, that one's.</summary>
    private ModelFolder? In(string folder)
    {
        ModulesFile? modules = project.Models.OfType<ModulesFile>().FirstOrDefault(file => PathText.AreSame(PathText.Folder(file.Path), folder));
        string? inner = modules?.Modules.FirstOrDefault() is { Type: RouterFolder.ModuleType } router ? RouterFolder.EncoderOf(project.Models, PathText.Combine(folder, router.Path))
            : modules?.Modules.FirstOrDefault() is { Path: { Length: > 0 } path } ? PathText.Combine(folder, path) : null;
        return inner is null || PathText.AreSame(inner, folder) || ConfigIn(inner) is not { } found ? ConfigIn(folder) : found with { Root = folder };
    }

    private ModelFolder? ConfigIn(string folder) => ConfigNames.Select(name => At(folder + "/" + name)).FirstOrDefault(found => found is not null);

    /// <summary>What the build made of an archive, or of a downloaded model.</summary>
    private ModelFolder? Prepared(string model)
    {
        string key = KeyOf(model);
        string? folder = Folders().FirstOrDefault(folder => PathText.FileName(folder) == key && ModelFileReader.IsPrepared(folder));
        return folder is null || In(folder) is not { } found
            ? null
            : found with { Origin = $"{PathText.FileName(found.Config.Path)} of {model}" };
    }

    /// <summary>A model whose name is the end of its folder's path, such as <c>models/organisation/model</c>.</summary>
    private ModelFolder? InFolderOfName(string model) =>
        Folders().FirstOrDefault(folder => folder.EndsWith("/" + model, StringComparison.Ordinal)) is { } folder ? In(folder) : null;

    private string KeyOf(string model) => ModelKey.Of(PathText.Relative(project.Folder, PathText.Combine(project.Folder, model)));

    private IEnumerable<string> Folders() => Configs().Select(file => PathText.Folder(file.Path)).OrderBy(folder => folder, StringComparer.Ordinal);

    private IEnumerable<ConfigFile> Configs() => project.Models.OfType<ConfigFile>();
}

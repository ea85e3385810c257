using BertGen.Common.Files;

namespace BertGen.Files;

/// <summary>
/// A model that a path means. Relative paths start from the working directory, and then from the folder of the program, where the build
/// has put the models that attributes name.
/// </summary>
/// <param name="source">The path, or the name of a model.</param>
/// <param name="programFolder">The folder of the program.</param>
internal sealed class LocalModel(string source, string programFolder)
{
    public LocalModel(string source)
        : this(source, AppContext.BaseDirectory)
    {
    }

    /// <summary>The place from the working directory; backslashes separate folders on every system.</summary>
    public string Given { get; } = Path.DirectorySeparatorChar == '\\' || !source.Contains('\\') || Exists(source) ? source : source.Replace('\\', '/');

    /// <summary>The place beside the program; of an absolute path, only attributes mean it.</summary>
    public string Beside { get; } = Path.Combine(programFolder, DeployedPath.Of(source));

    public bool IsAbsolute { get; } = Path.IsPathRooted(source);

    /// <summary>The file or folder that a call means; null where there is none. A config stands for its folder.</summary>
    public string? Find() => At(Given) ?? (IsAbsolute ? null : AtBeside());

    /// <summary>The file or folder that an attribute means: that beside the program comes first.</summary>
    public string? FindDeployed() => AtBeside() ?? At(Given);

    // A model of the project folder itself lies among the files of the program, and that folder is always there.
    private string? AtBeside() => DeployedPath.Of(source).Length > 0 || DeployedPath.ConfigNames.Any(name => File.Exists(Path.Combine(Beside, name))) ? At(Beside) : null;

    private static string? At(string path)
    {
        SavePlace.TryRepair(path);
        return !Exists(path) ? null
            : File.Exists(path) && DeployedPath.IsConfig(Path.GetFileName(path)) ? FolderOf(path)
            : path;
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder : ".";

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);
}

namespace BertGen.Tool.Compiling;

/// <summary>Where a model lies, as the compiler is told of it.</summary>
/// <param name="Source">The folder or file that weights and vocabulary are loaded from.</param>
/// <param name="ProjectFolder">The folder that stands for the project's.</param>
/// <param name="Model">The model's path from there.</param>
/// <param name="IsArchive">Whether all of it is in an archive.</param>
internal sealed record ModelPlace(string Source, string ProjectFolder, string Model, bool IsArchive)
{
    /// <summary>Of a folder, a file with weights in it, or an archive.</summary>
    /// <param name="path">It exists.</param>
    public static ModelPlace Of(string path)
    {
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            return new ModelPlace(full, Path.TrimEndingDirectorySeparator(full), ".", IsArchive: false);
        }

        string folder = Path.GetDirectoryName(full)!;
        bool isArchive = full.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase) || full.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase);
        return new ModelPlace(full, folder, isArchive ? Path.GetFileName(full) : ".", isArchive);
    }
}

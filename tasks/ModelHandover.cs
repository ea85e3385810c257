using BertGen.Generator.Common;

namespace BertGen.Tasks;

/// <summary>What a build prepares of one model for the compiler, for programs that run the generator by themselves.</summary>
public static class ModelHandover
{
    /// <summary>Writes the headers of a folder's weights, or the small files of an archive.</summary>
    /// <param name="model">Path of the folder or the archive from the project folder, as an attribute has it.</param>
    /// <param name="projectFolder">Folder of the project.</param>
    /// <param name="outputFolder">Folder to write to.</param>
    /// <returns>The files that were written. What is broken is told in a file, and reported by the generator.</returns>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read or written.</exception>
    public static IReadOnlyList<string> Write(string model, string projectFolder, string outputFolder)
    {
        string path = PathText.Combine(projectFolder, model);
        var handover = new Handover(outputFolder);
        HandoverFolder folder = handover.FolderOf(PathText.Relative(projectFolder, path));
        if (ModelArchive.IsArchive(path) && File.Exists(path))
        {
            ModelArchive.CopyTexts(path, folder);
        }
        else
        {
            WeightHeaders.Copy(path, folder);
        }

        return [.. handover.Files];
    }
}

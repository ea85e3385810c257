using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Pipeline;

namespace BertGen.Generator.Checking.Pipeline;

/// <summary>Finds the file that says how the texts of an encoder are prepared.</summary>
internal static class SentenceFiles
{
    // The usual name comes first; folders with two of them are not known.
    public static SettingsFile? Find(ModelFolder folder) => folder.Files.OfType<SettingsFile>()
        .Where(file => ModelFileReader.IsSentenceName(PathText.FileName(file.Path)) && PathText.AreSame(PathText.Folder(file.Path), folder.Path))
        .OrderBy(file => PathText.FileName(file.Path) == ModelFileReader.SentenceName ? 0 : 1)
        .ThenBy(file => file.Path, StringComparer.Ordinal)
        .FirstOrDefault();
}

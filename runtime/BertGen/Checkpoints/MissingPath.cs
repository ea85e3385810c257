using BertGen.Common.Texts;
using BertGen.Files;

namespace BertGen.Checkpoints;

/// <summary>What to tell where a local path leads to nothing: the places that were looked at, and what is near them.</summary>
internal static class MissingPath
{
    /// <summary>Entries of a folder that are compared with a name.</summary>
    private const int MostCandidates = 1000;

    // Folders that projects keep models in, and no organisations of the hub.
    private static readonly string[] UsualFolders = ["models", "model", "checkpoints", "weights", "data", "assets", "resources", "output", "outputs"];

    /// <summary>Whether a text that could be the name of a model on the hub is rather meant as a path.</summary>
    public static bool IsMeant(string source)
    {
        string[] parts = source.Split('/', '\\');
        return parts.Length > 1
            && (UsualFolders.Contains(parts[0], StringComparer.OrdinalIgnoreCase)
                || Directory.Exists(parts[0])
                || Directory.Exists(Path.Combine(AppContext.BaseDirectory, parts[0])));
    }

    /// <summary>The places, for a sentence that begins with "there is no".</summary>
    public static string Places(string source) => Places(new LocalModel(source));

    /// <inheritdoc cref="Places(string)"/>
    public static string Places(LocalModel model)
    {
        string given = Path.GetFullPath(model.Given);
        return model.IsAbsolute || given == model.Beside ? $"file or folder {given}" : $"file or folder {given} (from the working directory) or {model.Beside} (beside the program)";
    }

    /// <summary>A sentence or two, each with a space before it; empty for an absolute path of which there is nothing to tell.</summary>
    public static string Advice(string source) => Advice(new LocalModel(source));

    /// <inheritdoc cref="Advice(string)"/>
    public static string Advice(LocalModel model) =>
        (Nearest(model) is { } near ? $" Did you mean {near}?" : "")
        + (model.IsAbsolute ? "" : " A build copies the models that its attributes and BertModel items name beside the program, unless CopyBertModels is false or files of them are missing.");

    /// <summary>A path that is there, and differs from one of the places in one name that looks like a slip; null where there is none.</summary>
    private static string? Nearest(LocalModel model) => Nearest(Path.GetFullPath(model.Given)) ?? (model.IsAbsolute ? null : Nearest(model.Beside));

    private static string? Nearest(string path)
    {
        try
        {
            string rest = path;
            while (Path.GetDirectoryName(rest) is { Length: > 0 } folder && !Directory.Exists(folder))
            {
                rest = folder;
            }

            if (Path.GetDirectoryName(rest) is not { } root)
            {
                return null;
            }

            IEnumerable<string> names = Directory.EnumerateFileSystemEntries(root).Take(MostCandidates).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal);
            string found = EditDistance.Nearest(Path.GetFileName(rest), names) is { } name ? Path.Combine(root, name) + path[rest.Length..] : "";
            return File.Exists(found) || Directory.Exists(found) ? found : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

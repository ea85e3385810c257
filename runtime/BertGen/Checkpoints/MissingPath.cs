namespace BertGen.Checkpoints;

/// <summary>What to do where a local path leads to nothing: the usual cause is a folder that was not copied beside the program.</summary>
internal static class MissingPath
{
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

    /// <summary>A sentence, with a space before it; empty for an absolute path, of which there is nothing to tell.</summary>
    public static string Advice(string source) => Advice(source, AppContext.BaseDirectory);

    /// <inheritdoc cref="Advice(string)"/>
    public static string Advice(string source, string programFolder)
    {
        if (Path.IsPathRooted(source))
        {
            return "";
        }

        string beside = Path.Combine(programFolder, source);
        string call = $"Path.Combine(AppContext.BaseDirectory, \"{source}\")";
        return File.Exists(beside) || Directory.Exists(beside)
            ? $" It is beside the program: pass {call}; other paths start from the working directory, {Environment.CurrentDirectory}."
            : $" Relative paths start from the working directory, {Environment.CurrentDirectory}. To keep a model beside the program, have the build copy it (CopyToOutputDirectory), and pass {call}.";
    }
}

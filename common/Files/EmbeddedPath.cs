namespace BertGen.Common.Files;

/// <summary>The names that the files of a model have as resources of an assembly: the build gives them, and the program looks for them.</summary>
internal static class EmbeddedPath
{
    private const string Root = "BertGen.Models/";

    /// <summary>The name of a file.</summary>
    /// <param name="place">Where the model would lie beside the program, see <see cref="DeployedPath"/>.</param>
    /// <param name="file">The file in its folder; empty for a model that is one file.</param>
    public static string Of(string place, string file) => Root + (file.Length == 0 ? place : place.Length == 0 ? file : place + "/" + file);
}

using System.Text.RegularExpressions;

namespace BertGen.Common.Files;

/// <summary>Paths as people write them into the variables of the hub: <c>~/models</c>, <c>$SCRATCH/hub</c>, <c>%USERPROFILE%\hub</c>.</summary>
internal static class PathVariables
{
    private static readonly Regex Names = new(@"\$(?<name>\w+)|\$\{(?<name>[^}]*)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    private static readonly Regex WindowsNames = new("%(?<name>[^%]+)%", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>Replaces the home folder and variables, as the Python library does; a variable that is not set stays as it is written.</summary>
    /// <param name="path">The path.</param>
    /// <param name="home">The home folder.</param>
    /// <param name="variable">Looks a variable up.</param>
    public static string Expand(string path, string home, Func<string, string?> variable)
    {
        bool isWindows = Path.DirectorySeparatorChar == '\\';
        string expanded = path == "~" || path.StartsWith("~/", StringComparison.Ordinal) || (isWindows && path.StartsWith(@"~\", StringComparison.Ordinal))
            ? home + path.Substring(1)
            : path;
        expanded = Names.Replace(expanded, Value);
        return isWindows ? WindowsNames.Replace(expanded, Value) : expanded;

        string Value(Match match) => variable(match.Groups["name"].Value) ?? match.Value;
    }
}

using System.Text.RegularExpressions;

namespace BertGen.Tasks;

/// <summary>
/// Finds the models that <c>[PretrainedBertEmbedder("...")]</c> names in a source file, so that only these are looked for.
/// A name that is written otherwise, such as a constant, needs an item in the project file.
/// </summary>
internal static class NamedModels
{
    private const string Attribute = "PretrainedBertEmbedder";

    private static readonly Regex Pattern = new(
        Attribute + "(Attribute)?\\s*\\(\\s*(?<at>@?)\"(?<name>[^\"\\r\\n]+)\"",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    public static IEnumerable<string> In(string path)
    {
        string text = Read(path);
        return text.IndexOf(Attribute, StringComparison.Ordinal) < 0 ? [] : Pattern.Matches(text).Cast<Match>().Select(NameOf);
    }

    private static string NameOf(Match match)
    {
        string name = match.Groups["name"].Value;
        return match.Groups["at"].Length > 0 ? name : name.Replace(@"\\", @"\");
    }

    // What cannot be read is for the compiler to report.
    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}

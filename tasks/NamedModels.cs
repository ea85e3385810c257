using System.Text;
using BertGen.Common.Files;

namespace BertGen.Tasks;

/// <summary>
/// Finds what <c>[PretrainedBertEmbedder("...")]</c> may name: all texts in the sources that have the attribute, or an alias of it, so that a
/// named argument, a raw string or a constant is found as well. Texts that are no model lead nowhere. A constant that is written elsewhere
/// needs an item in the project file.
/// </summary>
internal static class NamedModels
{
    private const string Attribute = "PretrainedBertEmbedder";

    /// <summary>The texts that may be names, each once, in the order of the sources.</summary>
    /// <param name="paths">The sources of a project.</param>
    public static IEnumerable<string> In(IEnumerable<string> paths)
    {
        string[] sources = [.. paths.Select(Read)];
        string[] words = [Attribute, .. sources.Where(HasAttribute).SelectMany(source => SourceTexts.AliasesOf(source, IsAttribute))];
        return sources.Where(source => Array.Exists(words, word => source.IndexOf(word, StringComparison.Ordinal) >= 0))
            .SelectMany(SourceTexts.In)
            .Select(text => text.Text)
            .Where(text => text.Length > 0)
            .Distinct(StringComparer.Ordinal);
    }

    private static bool IsAttribute(string name) =>
        name.EndsWith(Attribute, StringComparison.Ordinal) || name.EndsWith(Attribute + "Attribute", StringComparison.Ordinal);

    private static bool HasAttribute(string source) => source.IndexOf(Attribute, StringComparison.Ordinal) >= 0;

    /// <summary>The text of a source. What cannot be read is for the compiler to report.</summary>
    public static string Read(string path)
    {
        try
        {
            using var reader = new StreamReader(PlainFile.Open(path), Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}

using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using BertGen.Tool.Compiling;

namespace BertGen.Tool.Pipe;

/// <summary>What the documentation beside the runtime says of the attribute's options.</summary>
internal static partial class AttributeDocumentation
{
    private static readonly Lazy<Dictionary<string, string>> Summaries = new(Read);

    /// <summary>The summary of an option; its property's name where there is no documentation.</summary>
    public static string Find(AttributeOption option) => Summaries.Value.GetValueOrDefault(option.DocumentationId) ?? $"The option {option.Property} of the attribute.";

    private static Dictionary<string, string> Read()
    {
        try
        {
            return XDocument.Load(Path.Combine(AppContext.BaseDirectory, "BertGen.xml")).Descendants("member")
                .Where(member => member.Element("summary") is not null)
                .ToDictionary(member => (string)member.Attribute("name")!, member => Flatten(member.Element("summary")!), StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or XmlException)
        {
            return [];
        }
    }

    // A reference is the last part of what it names.
    private static string Flatten(XElement summary)
    {
        IEnumerable<string> parts = summary.DescendantNodes().Select(node => node switch
        {
            XText text => text.Value,
            XElement { HasElements: false, IsEmpty: true } reference => ((string?)reference.Attribute("cref") ?? "").Split('.')[^1],
            _ => "",
        });
        return Space().Replace(string.Concat(parts), " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}

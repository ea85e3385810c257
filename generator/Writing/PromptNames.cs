using System.Text;
using BertGen.Generator.Common;
using BertGen.Generator.Configuration.Pipeline;

namespace BertGen.Generator.Writing;

/// <summary>Names of members for the prompts of a folder, whose own names may be any text.</summary>
internal static class PromptNames
{
    /// <summary>Names that a static class has already.</summary>
    private static readonly HashSet<string> Taken = new(StringComparer.Ordinal) { "Prompts", "Find", "Equals", "ReferenceEquals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "Finalize" };

    private static readonly string[] Roles = ["query", "document"];

    /// <summary>Each prompt with the name of its member: <c>multi-query</c> is <c>MultiQuery</c>. The two roles have an empty one at least.</summary>
    public static IEnumerable<(SentencePrompt Prompt, string Member)> Of(EquatableArray<SentencePrompt> given) =>
        OfGiven(given.Concat(Roles.Where(role => !given.Any(prompt => prompt.Name == role)).Select(role => new SentencePrompt(role, ""))));

    /// <summary>The same without roles.</summary>
    public static IEnumerable<(SentencePrompt Prompt, string Member)> OfGiven(IEnumerable<SentencePrompt> prompts)
    {
        var used = new HashSet<string>(Taken, StringComparer.Ordinal);
        foreach (SentencePrompt prompt in prompts)
        {
            string name = Pascal(prompt.Name);
            string unique = Taken.Contains(name) ? name + "Prompt" : name;
            for (int number = 2; !used.Add(unique); number++)
            {
                unique = name + NumberText.Plain(number);
            }

            yield return (prompt, unique);
        }
    }

    private static string Pascal(string text)
    {
        var name = new StringBuilder();
        bool begins = true;
        foreach (char c in text)
        {
            if (!char.IsLetterOrDigit(c))
            {
                begins = true;
                continue;
            }

            name.Append(begins ? char.ToUpperInvariant(c) : c);
            begins = false;
        }

        return name.Length == 0 ? "Prompt" : char.IsLetter(name[0]) ? name.ToString() : "_" + name;
    }
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace BertGen.Tasks;

/// <summary>The texts that C# sources have between quotes, comments left out; what stands on both sides of a + is one text.</summary>
internal static class SourceTexts
{
    // Longer than any name of a model or path in a project.
    private const int MostCharacters = 500;

    private static readonly Regex Alias = new(
        @"\busing\s+(?<alias>@?\w+)\s*=\s*(global::)?(?<name>[\w.\s]+?)\s*;",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>The names that <c>using X = ...</c> gives the attribute.</summary>
    public static IEnumerable<string> AliasesOf(string source) => Alias.Matches(source).Cast<Match>()
        .Where(match => NamedModels.IsAttribute(match.Groups["name"].Value))
        .Select(match => match.Groups["alias"].Value.TrimStart('@'));

    /// <summary>The texts, each as it is and joined to those that follow it.</summary>
    public static IEnumerable<string> In(string source)
    {
        string? sum = null;
        bool isAdding = false;
        for (int at = 0; at < source.Length;)
        {
            char current = source[at];
            if (char.IsWhiteSpace(current))
            {
                at++;
            }
            else if (StartsWith(source, at, "//"))
            {
                at = IndexOrEnd(source, source.IndexOf('\n', at), 1);
            }
            else if (StartsWith(source, at, "/*"))
            {
                at = IndexOrEnd(source, source.IndexOf("*/", at + 2, StringComparison.Ordinal), 2);
            }
            else if (current == '\'')
            {
                at = EndOfCharacter(source, at);
                (sum, isAdding) = (null, false);
            }
            else if (TryReadText(source, ref at, out string text))
            {
                sum = isAdding ? sum + text : text;
                isAdding = false;
                if (IsName(text))
                {
                    yield return text;
                }

                if (sum != text && IsName(sum!))
                {
                    yield return sum!;
                }
            }
            else
            {
                isAdding = current == '+' && sum is not null;
                sum = isAdding ? sum : null;
                at++;
            }
        }
    }

    private static bool IsName(string text) => text.Length is > 0 and <= MostCharacters && text.IndexOfAny(['\n', '\r', '\0']) < 0;

    private static int IndexOrEnd(string source, int index, int length) => index < 0 ? source.Length : index + length;

    private static bool StartsWith(string source, int at, string start) => string.CompareOrdinal(source, at, start, 0, start.Length) == 0;

    private static int EndOfCharacter(string source, int at)
    {
        for (at++; at < source.Length && source[at] is not ('\'' or '\n'); at++)
        {
            if (source[at] == '\\')
            {
                at++;
            }
        }

        return Math.Min(at + 1, source.Length);
    }

    /// <summary>Reads a string of any of the forms that C# has, its dollars and ats included.</summary>
    private static bool TryReadText(string source, ref int at, out string text)
    {
        int start = at;
        bool isVerbatim = false;
        while (start < source.Length && source[start] is '$' or '@')
        {
            isVerbatim |= source[start] == '@';
            start++;
        }

        int quotes = 0;
        while (start + quotes < source.Length && source[start + quotes] == '"')
        {
            quotes++;
        }

        text = "";
        if (quotes == 0)
        {
            return false;
        }

        // Two quotes are the empty text, which is raw only from three on.
        at = quotes >= 3 && !isVerbatim ? ReadRaw(source, start, quotes, out text)
            : isVerbatim ? ReadVerbatim(source, start + 1, out text)
            : ReadEscaped(source, start + 1, out text);
        return true;
    }

    private static int ReadRaw(string source, int start, int quotes, out string text)
    {
        int end = source.IndexOf(new string('"', quotes), start + quotes, StringComparison.Ordinal);
        int stop = end < 0 ? source.Length : end;
        text = source.Substring(start + quotes, stop - start - quotes).Trim();
        return Math.Min(stop + quotes, source.Length);
    }

    private static int ReadVerbatim(string source, int at, out string text)
    {
        var content = new StringBuilder();
        for (; at < source.Length; at++)
        {
            if (source[at] != '"')
            {
                content.Append(source[at]);
            }
            else if (at + 1 < source.Length && source[at + 1] == '"')
            {
                content.Append(source[at++]);
            }
            else
            {
                break;
            }
        }

        text = content.ToString();
        return Math.Min(at + 1, source.Length);
    }

    private static int ReadEscaped(string source, int at, out string text)
    {
        var content = new StringBuilder();
        for (; at < source.Length && source[at] is not ('"' or '\n'); at++)
        {
            if (source[at] != '\\' || at + 1 == source.Length)
            {
                content.Append(source[at]);
                continue;
            }

            at++;
            content.Append(source[at] == 'u' && TryReadHex(source, at + 1, out char unit) ? unit : source[at]);
            at += source[at] == 'u' && TryReadHex(source, at + 1, out _) ? 4 : 0;
        }

        text = content.ToString();
        return Math.Min(at + 1, source.Length);
    }

    private static bool TryReadHex(string source, int at, out char unit)
    {
        bool isHex = ushort.TryParse(
            at + 4 <= source.Length ? source.Substring(at, 4) : "", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort value);
        unit = (char)value;
        return isHex;
    }
}

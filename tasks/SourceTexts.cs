using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace BertGen.Tasks;

/// <summary>A text between quotes, as it is or joined to those before it.</summary>
/// <param name="Text">The text; empty where the first argument is no text between quotes.</param>
/// <param name="Callee">What the text is the first argument of: a method or an attribute; empty for other texts.</param>
/// <param name="Start">Where the first of the joined texts begins in the source.</param>
internal sealed record SourceText(string Text, string Callee, int Start);

/// <summary>The texts that C# sources have between quotes, comments left out; what stands on both sides of a + is one text.</summary>
internal static class SourceTexts
{
    // The name of the parameter of the attributes.
    private const string Parameter = "model";

    // Longer than any name of a model or path in a project.
    private const int MostCharacters = 500;

    private static readonly Regex Alias = new(
        @"\busing\s+(?<alias>@?\w+)\s*=\s*(global::)?(?<name>[\w.\s]+?)\s*;",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>The names that <c>using X = ...</c> gives an attribute.</summary>
    public static IEnumerable<string> AliasesOf(string source, Func<string, bool> isAttribute) => Alias.Matches(source).Cast<Match>()
        .Where(match => isAttribute(match.Groups["name"].Value))
        .Select(match => match.Groups["alias"].Value.TrimStart('@'));

    /// <summary>The texts, each as it is and joined to those that follow it.</summary>
    public static IEnumerable<SourceText> In(string source)
    {
        string? sum = null;
        bool isAdding = false;
        int start = 0;

        // The name that was read last, and the one before an open bracket behind which nothing was read yet.
        string name = "";
        string callee = "";
        string joined = "";
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
                (sum, isAdding, name, callee) = (null, false, "", "");
            }
            else if (IsNamePart(current))
            {
                int end = at;
                while (end < source.Length && IsNamePart(source[end]))
                {
                    end++;
                }

                name = source.Substring(at, end - at);
                if (callee.Length > 0 && !(name == Parameter && IsFollowedByColon(source, end)))
                {
                    yield return new SourceText("", callee, at);
                    callee = "";
                }

                (sum, isAdding, at) = (null, false, end);
            }
            else if (at is var here && TryReadText(source, ref at, out string text))
            {
                (sum, start) = isAdding ? (sum + text, start) : (text, here);
                (joined, callee) = (isAdding ? joined : callee, "");
                name = "";
                if (IsName(text))
                {
                    yield return new SourceText(text, isAdding ? "" : joined, here);
                }

                if (isAdding && IsName(sum))
                {
                    yield return new SourceText(sum, joined, start);
                }

                isAdding = false;
            }
            else
            {
                isAdding = current == '+' && sum is not null;
                sum = isAdding ? sum : null;
                callee = current == '(' ? name : current == ':' ? callee : "";
                name = "";
                at++;
            }
        }
    }

    private static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static bool IsFollowedByColon(string source, int at)
    {
        while (at < source.Length && char.IsWhiteSpace(source[at]))
        {
            at++;
        }

        return at < source.Length && source[at] == ':';
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

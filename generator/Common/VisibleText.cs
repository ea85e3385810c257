using System.Globalization;
using System.Text;

namespace BertGen.Generator.Common;

/// <summary>
/// Text of files and attributes on its way into generated comments and into messages: on one line, whatever it holds. C# and XML end lines
/// at more characters than people think of.
/// </summary>
internal static class VisibleText
{
    /// <summary>The text with every character that ends a line, or that cannot be seen, written as <c>\uXXXX</c>.</summary>
    public static string Of(string text) => IndexOfHidden(text) < 0 ? text : Escape(text);

    /// <summary>The text on one line, and no longer than a message can bear.</summary>
    public static string Short(string text)
    {
        const int Most = 200;
        return Of(text.Length <= Most ? text : text.Substring(0, Most) + "...");
    }

    private static string Escape(string text)
    {
        var visible = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (IsHidden(text, i))
            {
                visible.Append("\\u").Append(((int)text[i]).ToString("X4", CultureInfo.InvariantCulture));
            }
            else
            {
                visible.Append(text[i]);
            }
        }

        return visible.ToString();
    }

    private static int IndexOfHidden(string text)
    {
        int i = 0;
        while (i < text.Length && !IsHidden(text, i))
        {
            i++;
        }

        return i < text.Length ? i : -1;
    }

    // Half of a surrogate pair cannot be written to a file; U+FFFE and U+FFFF are no characters of XML.
    private static bool IsHidden(string text, int index) => CharUnicodeInfo.GetUnicodeCategory(text[index]) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.Surrogate => !IsHalfOfPair(text, index),
        _ => text[index] is '\uFEFF' or '\uFFFE' or '\uFFFF',
    };

    private static bool IsHalfOfPair(string text, int index) => char.IsHighSurrogate(text[index])
        ? index + 1 < text.Length && char.IsLowSurrogate(text[index + 1])
        : index > 0 && char.IsHighSurrogate(text[index - 1]);
}

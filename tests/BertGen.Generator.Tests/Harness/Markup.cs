using Microsoft.CodeAnalysis.Text;

namespace BertGen.Generator.Tests.Harness;

/// <summary>Text with the place where a diagnostic is expected written into it as <c>[|...|]</c>.</summary>
internal static class Markup
{
    private const string Open = "[|";
    private const string Close = "|]";

    public static string Strip(string text) => text.Replace(Open, "").Replace(Close, "");

    /// <summary>The marked place in the stripped text; null when there is none.</summary>
    public static TextSpan? Span(string text)
    {
        int start = text.IndexOf(Open, StringComparison.Ordinal);
        return start < 0 ? null : TextSpan.FromBounds(start, text.IndexOf(Close, StringComparison.Ordinal) - Open.Length);
    }
}

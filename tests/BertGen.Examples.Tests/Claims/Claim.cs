using System.Text.RegularExpressions;

namespace BertGen.Examples.Tests.Claims;

/// <summary>A row of <c>docs/claims.md</c>: what a page says, and what shows it.</summary>
/// <param name="Page">The page.</param>
/// <param name="Text">The words on the page.</param>
/// <param name="Sources">The tests, commands and pages that show it.</param>
internal sealed partial record Claim(string Page, string Text, IReadOnlyList<string> Sources)
{
    public static IReadOnlyList<Claim> All { get; } = Read();

    /// <summary>Text as it is compared: links without their targets, white space as one blank.</summary>
    public static string Plain(string markdown) =>
        string.Join(' ', Target().Replace(markdown, "]").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("[", "").Replace("]", "");

    private static Claim[] Read()
    {
        var claims = new List<Claim>();
        string page = "";
        foreach (string line in RepositoryFolder.Read("docs/claims.md").Split('\n'))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                page = line[3..].Trim();
            }
            else if (line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| claim", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal))
            {
                string[] cells = line.Trim('|').Split(" | ", StringSplitOptions.TrimEntries);
                Assert.True(cells.Length == 2, $"docs/claims.md: '{line}' has {cells.Length} cells, not 2.");
                claims.Add(new Claim(page, Plain(cells[0]), [.. Code().Matches(cells[1]).Select(match => match.Groups["code"].Value)]));
            }
        }

        return [.. claims];
    }

    [GeneratedRegex(@"\]\([^)]*\)")]
    private static partial Regex Target();

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex Code();
}

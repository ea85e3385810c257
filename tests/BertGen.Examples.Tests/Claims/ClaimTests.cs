using System.Text.RegularExpressions;
using BertGen.Examples.Tests.Pages;

namespace BertGen.Examples.Tests.Claims;

/// <summary>Every number that the read-me or the package's page says stands in <c>docs/claims.md</c>, with a source that exists.</summary>
public sealed partial class ClaimTests
{
    // Names and versions of others, and the steps of the tour: no claims.
    private static readonly string[] Names = [".NET 10", "float32", "WordNet 3.0", "AllenNLP 0.9.0", "all-MiniLM-L6-v2", "**1.", "**2.", "**3.", "**4.", "**5."];

    public static TheoryData<string> Pages => ["README.md", "runtime/BertGen/PACKAGE.md"];

    public static TheoryData<string> Sources => [.. Claim.All.SelectMany(claim => claim.Sources).Distinct()];

    [Theory]
    [MemberData(nameof(Pages))]
    public void EveryNumberOfAPageIsAClaimWithASource(string path)
    {
        string rest = Claim.Plain(Page.Read(path).Prose);
        foreach (Claim claim in Claim.All.Where(claim => claim.Page == path))
        {
            Assert.Contains(claim.Text, rest, StringComparison.Ordinal);
            rest = rest.Replace(claim.Text, "", StringComparison.Ordinal);
        }

        foreach (string name in Names)
        {
            rest = rest.Replace(name, "", StringComparison.Ordinal);
        }

        Match number = Number().Match(Code().Replace(rest, ""));
        Assert.False(number.Success, $"{path}: docs/claims.md has no row for the number in '{number.Value}'.");
    }

    [Fact]
    public void EveryClaimHasASource() => Assert.DoesNotContain(Claim.All, claim => claim.Sources.Count == 0);

    /// <summary>A source is a test, <c>Class.Method</c>; a command; or a page, which has all numbers of the claim.</summary>
    [Theory]
    [MemberData(nameof(Sources))]
    public void ASourceExists(string source)
    {
        if (source.StartsWith("dotnet ", StringComparison.Ordinal))
        {
            Assert.Contains(Page.All.SelectMany(page => page.Blocks), block => block.Language == "sh" && block.Text.Split('\n').Any(line => line.StartsWith(source, StringComparison.Ordinal)));
        }
        else if (source.EndsWith(".md", StringComparison.Ordinal))
        {
            string page = RepositoryFolder.Read(source);
            Assert.All(
                Claim.All.Where(claim => claim.Sources.Contains(source)).SelectMany(claim => Digits().Matches(claim.Text)),
                number => Assert.Contains(number.Value, page, StringComparison.Ordinal));
        }
        else
        {
            string[] parts = source.Split('.');
            Assert.True(parts.Length == 2, $"'{source}' is no test, no command and no page.");
            string file = Assert.Single(RepositoryFolder.Files("tests", ".cs"), path => Path.GetFileNameWithoutExtension(path) == parts[0]);
            Assert.Matches($@"\[(Fact|Theory|TorchFact)\][^;{{}}]*\b{parts[1]}\(", RepositoryFolder.Read(file));
        }
    }

    [GeneratedRegex(@".{0,40}\d.{0,40}")]
    private static partial Regex Number();

    [GeneratedRegex(@"\d[\d.,]*\d|\d")]
    private static partial Regex Digits();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Code();
}

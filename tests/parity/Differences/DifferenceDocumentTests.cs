using System.Text.RegularExpressions;
using BertGen.Parity.Golden;

namespace BertGen.Parity.Differences;

/// <summary>The document lists, for every deliberate difference, exactly the recorded cases that show it.</summary>
public sealed partial class DifferenceDocumentTests
{
    private static readonly Dictionary<DeliberateDifference, string> Sections = new()
    {
        [DeliberateDifference.PaddingIsZero] = "Padding comes out as zero",
        [DeliberateDifference.OwnLength] = "Every row is recombined by its own length",
        [DeliberateDifference.LongRowsOfAnyRank] = "Long inputs may have any number of axes",
        [DeliberateDifference.OptionsAreChecked] = "Options that cannot work do not compile",
        [DeliberateDifference.InputsAreChecked] = "Inputs outside their range are refused by position",
    };

    [Fact]
    public void EveryDifferenceHasASectionAndEverySectionADifference()
    {
        Assert.Equal(Enum.GetValues<DeliberateDifference>().Where(difference => difference != 0), Sections.Keys);
        Assert.Equal(Sections.Values, ReadSections().Select(section => section.Title));
    }

    [Fact]
    public void SectionsListTheCasesThatDiffer()
    {
        Dictionary<string, string> documented = ReadSections().ToDictionary(section => section.Title, section => section.Cases);
        foreach ((DeliberateDifference difference, string title) in Sections)
        {
            Assert.Equal(Write(GoldenCases.All.Where(item => item.Classify().HasFlag(difference))), documented[title]);
        }
    }

    [Fact]
    public void WhereTheOriginalFailsADifferenceSaysWhatHappensHere() =>
        Assert.DoesNotContain(GoldenCases.All, item => item.Failed && item.Classify() == DeliberateDifference.None);

    private static string Write(IEnumerable<GoldenCase> items) =>
        string.Join('\n', items.GroupBy(item => item.Model).Select(group => $"* `{group.Key}`: {string.Join(", ", group.Select(item => $"`{item.Name}`"))}"));

    /// <summary>Titles in their order, each with its list of cases; what differs from sentence-transformers stands in the second half.</summary>
    private static IEnumerable<(string Title, string Cases)> ReadSections() =>
        from section in File.ReadAllText(RepositoryFolder.Document("differences.md")).ReplaceLineEndings("\n").Split("\n# ")[0].Split("\n## ")[1..]
        select (section[..section.IndexOf('\n', StringComparison.Ordinal)], string.Join('\n', CaseLine().Matches(section).Select(line => line.Value)));

    [GeneratedRegex(@"^\* `\w+`: `.*$", RegexOptions.Multiline)]
    private static partial Regex CaseLine();
}

using System.Globalization;
using BertGen.Examples.Tests.Pages;

namespace BertGen.Examples.Tests.Claims;

/// <summary>What the read-me says of speed is what the table of the two kept runs has.</summary>
public sealed class PerformanceClaimTests
{
    private static readonly string[][] Rows =
    [
        .. Page.Read("docs/performance/README.md").Prose.Split('\n')
            .SkipWhile(line => !line.StartsWith("| shape | workload | one core: fastest", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
    ];

    [Fact]
    public void TheFactorsOfTheReadMeAreThoseOfTheTable()
    {
        double[] single = [.. Factors(workload => workload.StartsWith("1 x", StringComparison.Ordinal), fastest: true)];
        double[] oneByOne = [.. Factors(workload => workload == "mixed 64", fastest: true)];
        double[] padded = [.. Factors(workload => workload == "mixed 64", fastest: false)];

        string claim = $"{single.Min():f2} to {Tenths(single.Max())} times the fastest of them for single texts, {oneByOne.Min():f2} to {Tenths(oneByOne.Max())} times for batches of mixed lengths fed to them one by one, "
            + $"{Tenths(padded.Min())} times and more where they pad";
        Assert.Contains(claim, Claim.Plain(Page.Read("README.md").Prose), StringComparison.Ordinal);
    }

    private static IEnumerable<double> Factors(Predicate<string> isWanted, bool fastest) =>
        from row in Rows
        where isWanted(row[1])
        from cell in fastest ? new[] { row[2], row[4] } : [row[3], row[5]]
        select double.Parse(cell.Split(',')[0], CultureInfo.InvariantCulture);

    /// <summary>Rounded down: a claim says no more than was measured.</summary>
    private static string Tenths(double factor) => (Math.Floor(factor * 10) / 10).ToString("f1", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text.RegularExpressions;
using BertGen.Generator.Planning;
using BertGen.Generator.Tests.Harness;

namespace BertGen.Generator.Tests;

/// <summary>The plans in <c>docs/how-it-works.md</c> are those that the compiler makes of <c>wordnet-mini</c>.</summary>
public sealed partial class DocumentedPlanTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "docs", "how-it-works.md")).ReplaceLineEndings("\n");

    // Before the passes, and after them.
    private static readonly string[][] Documented = [.. PlanBlock().Matches(Page).Select(match => match.Groups["plan"].Value.TrimEnd('\n').Split('\n'))];

    private static EmbedderPlan Built => PlanBuilder.Build(Specs.Of(layers: 3, topLayerOnly: true) with
    {
        Config = Specs.Of(3).Config with { VocabularySize = 9000, HiddenSize = 192, HeadCount = 6, IntermediateSize = 768, PositionCount = 512 },
        MaxPieces = 512,
    });

    [Fact]
    public void ThePlanBeforeThePassesIsTheOneOnThePage()
    {
        AssertEqualButWhatIsLeftOut(Documented[0], Lines(Built));

        int operations = Lines(Built).Count(line => line.StartsWith("  %", StringComparison.Ordinal));
        Assert.Contains($"as it is built, {operations} operations,", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void ThePlanAfterThePassesIsTheOneOnThePage() => AssertEqualButWhatIsLeftOut(Documented[1], Lines(PassList.Run(Built)));

    /// <summary>The plan as text, without its table of weights.</summary>
    private static string[] Lines(EmbedderPlan plan)
    {
        string[] lines = plan.ToText().TrimEnd('\n').Split('\n');
        int table = Array.IndexOf(lines, "weights");
        return [.. lines[..table], .. lines[(table + 1)..].SkipWhile(line => line.StartsWith(' '))];
    }

    /// <summary>A line of dots stands for the lines of layers that are like the one before; where it counts them, it counts right.</summary>
    private static void AssertEqualButWhatIsLeftOut(string[] page, string[] plan)
    {
        int at = 0;
        for (int i = 0; i < page.Length; i++)
        {
            if (!page[i].TrimStart().StartsWith("...", StringComparison.Ordinal))
            {
                Assert.Equal(page[i], at < plan.Length ? plan[at++] : "the end of the plan");
                continue;
            }

            int next = Array.IndexOf(plan, page[i + 1], at);
            Assert.True(next > at, $"Nothing is left out before '{page[i + 1]}'.");
            Assert.All(plan[at..next], line => Assert.Contains("layer.", line, StringComparison.Ordinal));
            if (CountOfLines().Match(page[i]) is { Success: true } count)
            {
                Assert.Equal(2 * int.Parse(count.Groups["lines"].Value, CultureInfo.InvariantCulture), next - at);
            }

            at = next;
        }

        Assert.Equal(plan.Length, at);
    }

    [GeneratedRegex("```\n(?<plan>operations\n.*?)```", RegexOptions.Singleline)]
    private static partial Regex PlanBlock();

    [GeneratedRegex(@"layers 1 and 2: the same (?<lines>\d+) lines each")]
    private static partial Regex CountOfLines();
}

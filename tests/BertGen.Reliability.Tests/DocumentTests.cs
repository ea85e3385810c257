using System.Reflection;
using System.Text.RegularExpressions;

namespace BertGen.Reliability.Tests;

/// <summary>The page of promises names a test for each of them: those tests exist.</summary>
public sealed partial class DocumentTests
{
    private static readonly string Tests = Path.GetFullPath(Path.Combine(
        typeof(DocumentTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "ProjectFolder").Value!, ".."));

    [Fact]
    public void EveryTestThatThePageNamesExists()
    {
        string page = File.ReadAllText(Path.Combine(Tests, "..", "docs", "reliability.md"));
        (string Class, string Method)[] named = [.. TestName().Matches(page).Select(match => (match.Groups["class"].Value, match.Groups["method"].Value)).Distinct()];
        Assert.True(named.Length > 20, $"Only {named.Length} tests are named.");
        Dictionary<string, string> sources = Directory.EnumerateFiles(Tests, "*Tests.cs", SearchOption.AllDirectories)
            .GroupBy(file => Path.GetFileNameWithoutExtension(file))
            .ToDictionary(files => files.Key, files => string.Concat(files.Select(File.ReadAllText)));
        string[] missing = [.. named
            .Where(test => !sources.TryGetValue(test.Class, out string? source) || !Regex.IsMatch(source, $@"\b(void|Task) {test.Method}\("))
            .Select(test => $"{test.Class}.{test.Method}")];
        Assert.Empty(missing);
    }

    /// <summary>Each row of a table is a promise, and has a test.</summary>
    [Fact]
    public void EveryPromiseNamesATest()
    {
        var promises = new List<string>();
        bool isOfPromises = false;
        foreach (string line in File.ReadLines(Path.Combine(Tests, "..", "docs", "reliability.md")))
        {
            bool isRow = line.StartsWith("| ", StringComparison.Ordinal);
            if (isRow && isOfPromises && !line.StartsWith("| --- ", StringComparison.Ordinal))
            {
                promises.Add(line);
            }

            // Another table, of limits for example, promises nothing by itself.
            isOfPromises = isRow && (isOfPromises || line.StartsWith("| promise ", StringComparison.Ordinal));
        }

        Assert.NotEmpty(promises);
        Assert.All(promises, row => Assert.Matches(TestName(), row.Split('|')[^2]));
    }

    [GeneratedRegex("`(?<class>[A-Za-z]+Tests)\\.(?<method>[A-Za-z_0-9]+)`")]
    private static partial Regex TestName();
}

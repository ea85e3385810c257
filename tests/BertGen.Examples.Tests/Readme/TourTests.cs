using System.Collections.Immutable;
using System.Text.RegularExpressions;
using BertGen.Examples.Tests.Compiling;
using BertGen.Examples.Tests.Pages;
using Microsoft.CodeAnalysis;

namespace BertGen.Examples.Tests.Readme;

/// <summary>What the compiler says and writes in the five minutes of the read-me.</summary>
[Collection(ExampleCollection.Name)]
public sealed partial class TourTests(ExampleProject project)
{
    private const string Class = "WordNetMini.cs";

    private static readonly CodeBlock[] Tour = [.. Page.Read("README.md").Blocks.Where(block => block.Section == "Five minutes")];

    private static readonly string Source = Tour.First(block => block.IsCSharp).Text;

    private static readonly string[] Printed = [.. Tour.Where(block => block.Language.Length == 0).Select(block => block.Text)];

    [Fact]
    public async Task AnOptionThatCannotWorkIsTheErrorOnThePage()
    {
        string mistaken = Source.Replace("TopLayerOnly = true", "MaxPieces = 600");

        Assert.Equal(Printed[1], Assert.Single(await MessagesAsync(mistaken, ModelText.Below(project.Folder))));
    }

    [Fact]
    public async Task AWordThatIsMisspeltInTheConfigIsTheErrorOnThePage()
    {
        string config = Path.Combine(project.Folder, "models", "wordnet-mini", "config.json");
        ImmutableArray<AdditionalText> texts =
        [
            .. ModelText.Below(project.Folder).Where(text => text.Path != config),
            new ModelText(config, (await File.ReadAllTextAsync(config)).Replace("\"gelu\"", "\"gelo\"")),
        ];

        Assert.Equal(Printed[2], Assert.Single(await MessagesAsync(Source, texts)));
    }

    [Fact]
    public void TheSummaryOfTheClassIsTheOneOnThePage()
    {
        string written = MarkOfComments().Replace(ExampleCompiler.Written(project.Folder, Source), "");

        Assert.Contains(Words(Printed[3]), Words(Tags().Replace(written, "")), StringComparison.Ordinal);
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>What a build prints for each finding.</summary>
    private async Task<IEnumerable<string>> MessagesAsync(string source, ImmutableArray<AdditionalText> texts)
    {
        IReadOnlyList<Diagnostic> findings = await ExampleCompiler.FindingsAsync(project.Folder, source, Path.Combine(project.Folder, Class), texts);
        return findings.Select(finding =>
        {
            FileLinePositionSpan place = finding.Location.GetLineSpan();
            string path = Path.GetRelativePath(project.Folder, place.Path).Replace(Path.DirectorySeparatorChar, '/');
            return $"{path}({place.StartLinePosition.Line + 1},{place.StartLinePosition.Character + 1}): error {finding.Id}: {finding.GetMessage()}";
        });
    }

    [GeneratedRegex("^ */// ?", RegexOptions.Multiline)]
    private static partial Regex MarkOfComments();

    [GeneratedRegex("</?[a-z]+[^>]*>")]
    private static partial Regex Tags();
}

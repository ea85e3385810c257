using BertGen.Examples.Tests.Pages;
using BertGen.Package.Tests.Harness;

namespace BertGen.Package.Tests;

/// <summary>The five minutes of the read-me, word for word: a new project, the package, the files of the page, and what is printed.</summary>
[Collection(PackageCollection.Name)]
public sealed class TourTests(PackedBertGen packed)
{
    private static readonly CodeBlock[] Blocks = [.. Page.Read("README.md").Blocks.Where(block => block.Section == "Five minutes")];

    [Fact]
    public async Task TheFiveMinutesOfTheReadMeEndAsItSays()
    {
        string folder = packed.Place();
        string tour = Path.Combine(folder, "tour");
        CopyPackage(Path.Combine(folder, "bertgen", "artifacts"));

        (await packed.DotNetAsync(folder, "new", "console", "-o", "tour")).Succeeded();
        PackedBertGen.CopyFolder(Path.Combine(TestBuild.Repository, "sample-models", "wordnet-mini"), Path.Combine(tour, "models", "wordnet-mini"));
        AddToProject(Path.Combine(tour, "tour.csproj"), Text("xml", 0));
        await File.WriteAllTextAsync(Path.Combine(tour, "WordNetMini.cs"), Text("csharp", 0));
        await File.WriteAllTextAsync(Path.Combine(tour, "Program.cs"), Text("csharp", 1));

        (await packed.BuildAsync(tour)).Succeeded();
        Assert.Equal(Text("", 0), (await packed.RunAsync(tour)).Succeeded().Output.TrimEnd());

        // "Write MaxPieces = 600 in place of TopLayerOnly = true, and build".
        await File.WriteAllTextAsync(Path.Combine(tour, "WordNetMini.cs"), Text("csharp", 0).Replace("TopLayerOnly = true", "MaxPieces = 600"));
        BuildMessage expected = Assert.Single(BuildMessage.Of(new CommandResult("the page", 1, Text("", 1))));
        BuildMessage found = Assert.Single(BuildMessage.Of(await packed.BuildAsync(tour)));

        // A build prints the address of the diagnostic's page behind the message.
        Assert.StartsWith(expected.Text, found.Text, StringComparison.Ordinal);
        Assert.Equal(expected, found with { Text = expected.Text });
    }

    private static string Text(string language, int index) => Blocks.Where(block => block.Language == language).ElementAt(index).Text;

    /// <summary>Adds the page's lines before the end; the package has the version of this test.</summary>
    private static void AddToProject(string project, string lines)
    {
        const string Version = "Version=\"0.1.0\"", End = "</Project>";
        Assert.Contains(Version, lines, StringComparison.Ordinal);
        File.WriteAllText(project, File.ReadAllText(project).Replace(End, lines.Replace(Version, "Version=\"$(BertGenVersion)\"") + "\n\n" + End));
    }

    private void CopyPackage(string folder)
    {
        Directory.CreateDirectory(folder);
        File.Copy(packed.Package, Path.Combine(folder, Path.GetFileName(packed.Package)));
    }
}

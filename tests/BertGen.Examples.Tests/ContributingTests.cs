using System.Text.RegularExpressions;
using BertGen.Examples.Tests.Pages;

namespace BertGen.Examples.Tests;

/// <summary>The guide for contributors: every file, folder and class of tests that it names is there.</summary>
public sealed partial class ContributingTests
{
    private const string Guide = "CONTRIBUTING.md";

    private static readonly Page Contributing = Page.Read(Guide);

    // What a project makes, and what stands for the id of a new diagnostic.
    private static readonly string[] NotOfTheRepository = ["obj/Release/net10.0/generated", "docs/diagnostics/BERTnnn.md"];

    public static TheoryData<string> Paths => [.. Names().Where(name => name.Contains('/') && !name.Contains(' ') && !NotOfTheRepository.Contains(name)).Distinct()];

    public static TheoryData<string> TestClasses => [.. Names().Where(name => TestClass().IsMatch(name)).Distinct()];

    [Theory]
    [MemberData(nameof(Paths))]
    public void APathIsThere(string path) =>
        Assert.True(Path.Exists(Path.Combine(RepositoryFolder.Root, path)), $"{Guide} names '{path}', which is not there.");

    [Theory]
    [MemberData(nameof(TestClasses))]
    public void AClassOfTestsIsThere(string name) =>
        Assert.Contains(RepositoryFolder.Files("tests", ".cs"), path => Path.GetFileNameWithoutExtension(path) == name);

    [Fact]
    public void TheFoldersOfThePictureAreThere()
    {
        string[] folders = [.. Contributing.Blocks[0].Text.Split('\n').SelectMany(line => line.Split(' ').TakeWhile(word => word.Length == 0 || word.EndsWith('/')).Where(word => word.Length > 0))];
        Assert.NotEmpty(folders);
        Assert.All(folders, folder => Assert.True(IsFolder(folder), $"{Guide} draws the folder '{folder}', which is not there."));
    }

    private static bool IsFolder(string name) => new[] { "", "generator", "generator/Planning", "runtime/BertGen" }
        .Any(parent => Directory.Exists(Path.Combine(RepositoryFolder.Root, parent, name)));

    private static IEnumerable<string> Names() => Code().Matches(Contributing.Prose).Select(match => match.Groups[1].Value);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("^[A-Za-z]+Tests$")]
    private static partial Regex TestClass();
}

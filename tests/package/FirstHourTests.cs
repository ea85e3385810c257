using BertGen.Examples.Tests.Pages;
using BertGen.Package.Tests.Harness;

namespace BertGen.Package.Tests;

/// <summary>
/// The search of six lines and the registration of one, published and started elsewhere, as they are for people who have the packages
/// and nothing of this repository.
/// </summary>
[Collection(PackageCollection.Name)]
public sealed class FirstHourTests(PackedBertGen packed)
{
    private static readonly Page ReadMe = Page.Read("README.md");

    private static string WordNetMini => Path.Combine(TestBuild.Repository, "sample-models", "wordnet-mini");

    private static CodeBlock Search => ReadMe.Blocks.First(block => block.IsCSharp);

    private static string[] Texts => ["fear of heights", "a puppy", "the study of insects", "an old cat"];

    [Fact]
    public async Task TheFirstExampleRunsAndIsPublishedAsItStands()
    {
        string folder = await PlaceSearchAsync();

        Assert.Equal(ReadMe.OutputAfter(Search).Text, (await packed.DotNetAsync(folder, "run", "search.cs")).Succeeded().Output.TrimEnd());
        await AssertPublishedSearchAsync(folder, "-p:PublishAot=false");
    }

    [Theory]
    [InlineData("-p:PublishAot=false", "-p:PublishSingleFile=true", "--self-contained", "false", "--use-current-runtime")]
    [InlineData("-p:PublishAot=false", "-p:PublishTrimmed=true", "--self-contained", "true", "--use-current-runtime")]
    [InlineData("-p:PublishAot=true")]
    public async Task TheSearchIsPublishedInEveryForm(params string[] options)
    {
        if (FullPublish.IsOn)
        {
            await AssertPublishedSearchAsync(await PlaceSearchAsync(), options);
        }
    }

    [Fact]
    public Task ARegisteredModelAnswersInAProgramOfOneFile() =>
        AssertPublishedServiceAsync("-p:PublishSingleFile=true", "--self-contained", "false", "--use-current-runtime");

    [Theory]
    [InlineData]
    [InlineData("-p:PublishTrimmed=true", "--self-contained", "true", "--use-current-runtime")]
    [InlineData("-p:PublishAot=true", "--use-current-runtime")]
    public async Task ARegisteredModelIsPublishedInEveryForm(params string[] options)
    {
        if (FullPublish.IsOn)
        {
            await AssertPublishedServiceAsync(options);
        }
    }

    /// <summary>The example with the version of this test, its model and its texts.</summary>
    private async Task<string> PlaceSearchAsync()
    {
        const string Version = "@0.1.0";
        string folder = packed.Place();
        Assert.Contains(Version, Search.Text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder, "search.cs"), Search.Text.Replace(Version, "@$(BertGenVersion)"));
        await File.WriteAllLinesAsync(Path.Combine(folder, "texts.txt"), Texts);
        PackedBertGen.CopyFolder(WordNetMini, Path.Combine(folder, "models", "wordnet-mini"));
        return folder;
    }

    private async Task AssertPublishedSearchAsync(string folder, params string[] options)
    {
        string published = Path.Combine(folder, "published");
        string elsewhere = Directory.CreateDirectory(Path.Combine(folder, "elsewhere")).FullName;
        await File.WriteAllLinesAsync(Path.Combine(elsewhere, "texts.txt"), Texts);

        (await packed.DotNetAsync(folder, ["publish", "search.cs", "-o", published, .. options])).Succeeded();

        CommandResult run = await DotNet.RunProgramAsync(ProgramIn(published, "search"), elsewhere, []);
        Assert.Equal(ReadMe.OutputAfter(Search).Text, run.Succeeded().Output.TrimEnd());
    }

    private async Task AssertPublishedServiceAsync(params string[] options)
    {
        string folder = Path.Combine(packed.Place("Registered"), "Registered");
        PackedBertGen.CopyFolder(WordNetMini, Path.Combine(folder, "models", "wordnet-mini"));

        (CommandResult publish, string published) = await packed.PublishAsync(folder, options);
        publish.Succeeded();

        (string Text, float[] Vector)[] recorded = [.. RecordedVectors.WordNetMini.Take(2)];
        string[] printed = [.. (await packed.RunProgramAsync(ProgramIn(published, "Registered"), [.. recorded.Select(item => item.Text)])).Succeeded().Lines];
        Assert.Equal(recorded.Length, printed.Length);
        foreach (((_, float[] expected), string line) in recorded.Zip(printed))
        {
            RecordedVectors.AssertClose(expected, RecordedVectors.Numbers(line));
        }
    }

    private static string ProgramIn(string folder, string name) => Path.Combine(folder, OperatingSystem.IsWindows() ? $"{name}.exe" : name);
}

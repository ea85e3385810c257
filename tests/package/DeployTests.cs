using BertGen.Hub.Tests.Harness;
using BertGen.Package.Tests.Harness;

namespace BertGen.Package.Tests;

/// <summary>Published programs find their models, from wherever they are started.</summary>
[Collection(PackageCollection.Name)]
public sealed class DeployTests(PackedBertGen packed)
{
    private readonly RecordedModel _tiny = new();

    private static string WordNetMini => Path.Combine(TestBuild.Repository, "sample-models", "wordnet-mini");

    [Fact]
    public async Task AWebProjectPublishesWholeModelsOrNone()
    {
        string folder = packed.Place("Library", "Web");
        string web = Path.Combine(folder, "Web");
        PackedBertGen.CopyFolder(_tiny.Folder, Path.Combine(folder, "Library", "models", "tiny"));
        PackedBertGen.CopyFolder(WordNetMini, Path.Combine(web, "models", "wordnet-mini"));

        (CommandResult publish, string published) = await packed.PublishAsync(web);
        publish.Succeeded();
        Assert.Equal("192 8", (await packed.RunFileAsync(Path.Combine(published, "Web.dll"))).Succeeded().Output.Trim());

        File.Delete(Path.Combine(web, "models", "wordnet-mini", "model.safetensors"));
        BuildMessage message = Assert.Single(BuildMessage.Of((await packed.PublishAsync(web)).Result));
        Assert.Equal(("error", "BERT074"), (message.Severity, message.Id));
        Assert.Contains("'models/wordnet-mini' cannot be published, it lacks model.safetensors", message.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-p:PublishSingleFile=true")]
    [InlineData("-p:PublishTrimmed=true")]
    [InlineData("-p:PublishAot=true")]
    public async Task AProgramOfItsOwnHasItsModelsBesideIt(string option)
    {
        if (!FullPublish.IsOn)
        {
            return;
        }

        string folder = packed.Place("App");
        PackedBertGen.CopyFolder(_tiny.Folder, Path.Combine(folder, "App", "models", "tiny"));
        PackedBertGen.CopyFolder(WordNetMini, Path.Combine(folder, "wordnet-mini"));

        (CommandResult publish, string published) = await packed.PublishAsync(Path.Combine(folder, "App"), option, "--self-contained", "true", "--use-current-runtime");
        publish.Succeeded();

        await AssertEmbedsAsync(published);
    }

    [Fact]
    public async Task AnEmbeddedModelIsAPartOfTheProgram()
    {
        string project = Path.Combine(packed.Place("Embedded"), "Embedded");
        PackedBertGen.CopyFolder(WordNetMini, Path.Combine(project, "models", "wordnet-mini"));

        (CommandResult publish, string published) = await packed.PublishAsync(project, "-p:PublishSingleFile=true", "--self-contained", "false", "--use-current-runtime");
        publish.Succeeded();

        string program = Assert.Single(Directory.EnumerateFileSystemEntries(published));
        (string text, float[] vector) = RecordedVectors.WordNetMini[0];
        string[] lines = [.. (await packed.RunProgramAsync(program, text)).Succeeded().Lines];
        RecordedVectors.AssertClose(vector, RecordedVectors.Numbers(Assert.Single(lines)));

        File.Delete(Path.Combine(project, "models", "wordnet-mini", "model.safetensors"));
        BuildMessage message = Assert.Single(BuildMessage.Of(await packed.BuildAsync(project)));
        Assert.Equal(("error", "BERT074"), (message.Severity, message.Id));
        Assert.Contains("'models/wordnet-mini' cannot be embedded, it lacks model.safetensors", message.Text, StringComparison.Ordinal);

        string file = Path.Combine(project, "Embedded.csproj");
        File.WriteAllText(file, File.ReadAllText(file).Replace("EmbedWeights=\"true\"", "EmbedWeights=\"yes\"", StringComparison.Ordinal));
        message = Assert.Single(BuildMessage.Of(await packed.BuildAsync(project)));
        Assert.Equal(("error", "BERT074"), (message.Severity, message.Id));
        Assert.Contains("BertModel 'models/wordnet-mini': EmbedWeights is 'yes', expected true or false", message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABuildDownloadsAModelWhereItIsToldTo()
    {
        using var hub = new FakeHub();
        string project = Path.Combine(packed.Place("Fetched"), "Fetched");
        hub.Files = Directory.EnumerateFiles(_tiny.Folder).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes);
        Dictionary<string, string> environment = new()
        {
            ["HF_ENDPOINT"] = hub.Server.Address.AbsoluteUri,
            ["HF_HOME"] = Path.Combine(project, "home"),
            ["HF_HUB_OFFLINE"] = "0",
        };

        CommandResult build = (await packed.BuildAsync(project, environment, "-p:BertGenFetch=true")).Succeeded();

        Assert.Contains("BertGen: org/model is in ", build.Output, StringComparison.Ordinal);
        Assert.Equal("8", (await packed.RunFileAsync(Path.Combine(project, "bin", "Release", "net10.0", "Fetched.dll"), environment)).Succeeded().Output.Trim());
    }

    private async Task AssertEmbedsAsync(string published)
    {
        string program = Path.Combine(published, OperatingSystem.IsWindows() ? "App.exe" : "App");
        CommandResult run = (await packed.RunProgramAsync(program, [.. _tiny.InputIds.Select(id => $"{id}")])).Succeeded();
        Assert.Equal([_tiny.Output.Length, 192], run.Lines.Select(line => line.Split(' ').Length));
    }
}

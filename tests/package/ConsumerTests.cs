using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using BertGen.Package.Tests.Harness;

namespace BertGen.Package.Tests;

/// <summary>The package in projects that know nothing of this repository.</summary>
[Collection(PackageCollection.Name)]
public sealed class ConsumerTests(PackedBertGen packed)
{
    private readonly RecordedModel _tiny = new();

    private static string WordNetMini => Path.Combine(TestBuild.Repository, "sample-models", "wordnet-mini");

    [Fact]
    public async Task AProgramEmbedsWithCompiledModels()
    {
        string folder = packed.Place("App");
        string app = Path.Combine(folder, "App");
        PlaceTinyModel(app);
        PackedBertGen.CopyFolder(WordNetMini, Path.Combine(folder, "wordnet-mini"));

        (await packed.BuildAsync(app)).Succeeded();
        CommandResult run = (await packed.RunAsync(app, [.. _tiny.InputIds.Select(id => id.ToString(CultureInfo.InvariantCulture))])).Succeeded();

        float[][] printed = [.. run.Lines.Select(RecordedVectors.Numbers)];
        Assert.Equal(2, printed.Length);
        RecordedVectors.AssertClose(_tiny.Output, printed[0]);
        RecordedVectors.AssertClose(RecordedVectors.WordNetMini.Single(item => item.Text == "fear of heights").Vector, printed[1]);
    }

    [Fact]
    public async Task AProjectBehindALibraryCompilesModelsToo()
    {
        string folder = packed.Place("Library", "LibraryUser");
        string user = Path.Combine(folder, "LibraryUser");
        PlaceTinyModel(Path.Combine(folder, "Library"));
        PlaceTinyModel(user);

        (await packed.BuildAsync(user)).Succeeded();
        CommandResult run = (await packed.RunAsync(user)).Succeeded();

        Assert.Equal("8 2", run.Output.Trim());
    }

    [Fact]
    public async Task OnePackageBringsTheCompilerAndTorchSharp()
    {
        string project = Path.Combine(packed.Place("OnTorchSharp"), "OnTorchSharp");
        PlaceTinyModel(project);

        (await packed.BuildAsync(project)).Succeeded();
        CommandResult run = (await packed.RunAsync(project)).Succeeded();

        Assert.Equal("8 TorchSharp", run.Output.Trim());
    }

    [Fact]
    public async Task AMissingModelIsOneErrorAtItsAttribute()
    {
        string project = Path.Combine(packed.Place("MissingModel"), "MissingModel");

        CommandResult build = await packed.BuildAsync(project);

        Assert.NotEqual(0, build.ExitCode);
        BuildMessage message = Assert.Single(BuildMessage.Of(build));
        Assert.Equal(("Program.cs", "error", "BERT020"), (message.File, message.Severity, message.Id));
        string[] lines = File.ReadAllLines(Path.Combine(project, "Program.cs"));
        Assert.StartsWith("\"models/absent\"", lines[message.Line - 1][(message.Column - 1)..], StringComparison.Ordinal);
        Assert.Contains("<BertModel Include=\"models/absent\" />", message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PretrainedModelsCompileAndWeightsThatDoNotFitAreErrors()
    {
        string project = Path.Combine(packed.Place("Pretrained"), "Pretrained");
        string model = Path.Combine(project, "models", "tiny");
        PlaceTinyModel(project);
        await WriteArchiveAsync(model, model + ".tar.gz");

        (await packed.BuildAsync(project)).Succeeded();
        string layers = Layers(model);
        Assert.Equal($"{layers} {layers} 24", (await packed.RunAsync(project)).Succeeded().Output.Trim());

        // The archive keeps its config; only the folder's no longer fits the weights beside it.
        string config = Path.Combine(model, "config.json");
        await File.WriteAllTextAsync(config, (await File.ReadAllTextAsync(config)).Replace("\"intermediate_size\": ", "\"intermediate_size\": 1"));
        BuildMessage[] messages = BuildMessage.Of(await packed.BuildAsync(project));

        Assert.NotEmpty(messages);
        Assert.All(messages, message => Assert.Equal(("Program.cs", "error", "BERT060"), (message.File, message.Severity, message.Id)));
        Assert.Contains("'encoder.layer.0.intermediate.dense.weight' must have shape [1", messages[0].Text, StringComparison.Ordinal);
        Assert.Contains("but model.safetensors has shape [", messages[0].Text, StringComparison.Ordinal);
    }

    private static async Task WriteArchiveAsync(string folder, string archive)
    {
        await using var gzip = new GZipStream(File.Create(archive), CompressionLevel.Fastest);
        await TarFile.CreateFromDirectoryAsync(folder, gzip, includeBaseDirectory: false);
    }

    private static string Layers(string model)
    {
        using JsonDocument config = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(model, "config.json")));
        return config.RootElement.GetProperty("num_hidden_layers").GetRawText();
    }

    private void PlaceTinyModel(string project) => PackedBertGen.CopyFolder(_tiny.Folder, Path.Combine(project, "models", "tiny"));
}

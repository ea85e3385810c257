using System.Formats.Tar;
using System.IO.Compression;
using BertGen.Package.Tests.Harness;

namespace BertGen.Package.Tests;

/// <summary>Projects in folders and of frameworks as people have them.</summary>
[Collection(PackageCollection.Name)]
public sealed class PlaceTests(PackedBertGen packed)
{
    private readonly RecordedModel _tiny = new();

    // What ends a value for the compiler, separates items, escapes, and searches.
    [Theory]
    [InlineData("C#")]
    [InlineData("a;b")]
    [InlineData("it's 100% (x) [y] = &z, \u00fc\u6f22")]
    public async Task Case02FolderWithHashOrSemicolon(string name)
    {
        string project = Path.Combine(packed.Place(), name, "Pretrained");
        PackedBertGen.CopyFolder(Path.Combine(TestBuild.Consumers, "Pretrained"), project);
        string model = Path.Combine(project, "models", "tiny");
        PackedBertGen.CopyFolder(_tiny.Folder, model);
        await using (var gzip = new GZipStream(File.Create(model + ".tar.gz"), CompressionLevel.Fastest))
        {
            await TarFile.CreateFromDirectoryAsync(model, gzip, includeBaseDirectory: false);
        }

        (await packed.BuildAsync(project)).Succeeded();

        Assert.EndsWith(" 24", (await packed.RunAsync(project)).Succeeded().Output.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case36ProjectForAnOlderFramework()
    {
        string project = Path.Combine(packed.Place("OlderFramework"), "OlderFramework");

        CommandResult build = await packed.BuildAsync(project);

        Assert.NotEqual(0, build.ExitCode);

        // What is wanted, then a line for each framework that there is.
        BuildMessage[] messages = [.. BuildMessage.Of(build).Where(message => message.Severity == "error")];
        Assert.All(messages, message => Assert.Equal("NU1202", message.Id));
        Assert.Contains("net8.0", messages[0].Text, StringComparison.Ordinal);
        Assert.Contains(messages, message => message.Text.Contains("net10.0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ABuildSeesThatAFolderIsAnotherOrGone()
    {
        string project = Path.Combine(packed.Place("Library"), "Library");
        string models = Path.Combine(project, "models");
        PackedBertGen.CopyFolder(_tiny.Folder, Path.Combine(models, "tiny"));
        (await packed.BuildAsync(project)).Succeeded();

        // As a folder that is moved in place of the other: its files are older than what was built.
        string config = Path.Combine(models, "tiny", "config.json");
        await File.WriteAllTextAsync(config, (await File.ReadAllTextAsync(config)).Replace("\"hidden_act\": \"", "\"hidden_act\": \"x", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(config, DateTime.UtcNow.AddYears(-1));
        Assert.Equal(["BERT027"], await IdsAsync(project));

        Directory.Delete(models, recursive: true);
        Assert.Equal(["BERT020"], await IdsAsync(project));

        PackedBertGen.CopyFolder(_tiny.Folder, Path.Combine(models, "tiny"));
        foreach (string file in Directory.EnumerateFiles(models, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddYears(-1));
        }

        (await packed.BuildAsync(project)).Succeeded();
    }

    // A pipe would keep the build waiting for ever.
    [Fact]
    public async Task WhatIsNoFileIsAnErrorOfTheBuild()
    {
        string project = Path.Combine(packed.Place("Library"), "Library");
        string model = Path.Combine(project, "models", "tiny");
        PackedBertGen.CopyFolder(_tiny.Folder, model);
        File.Delete(Path.Combine(model, "vocab.txt"));
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Path.Combine(model, "vocab.txt"));
        }
        else
        {
            using var pipe = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(model, "vocab.txt")]);
            await pipe.WaitForExitAsync();
        }

        BuildMessage message = Assert.Single(BuildMessage.Of(await packed.BuildAsync(project)));

        Assert.Equal(("vocab.txt", 1, 1, "error", "BERT065"), (message.File, message.Line, message.Column, message.Severity, message.Id));
    }

    private async Task<IEnumerable<string>> IdsAsync(string project) =>
        BuildMessage.Of(await packed.BuildAsync(project)).Select(message => message.Id);
}

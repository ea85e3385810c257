namespace BertGen.Tests.Pretrained;

/// <summary>Models that are resources of an assembly, here of this one: where they are unpacked, and when.</summary>
public sealed class EmbeddedModelTests : IDisposable
{
    // The project embeds these two files under the names that the build gives them.
    private const string Model = "models/embedded";
    private static readonly string[] Files = ["config.json", "model.safetensors"];

    private readonly string _cache = Directory.CreateTempSubdirectory("bertgen-embedded-").FullName;

    [Fact]
    public void AnEmbeddedModelIsUnpackedOnceAsItIs()
    {
        string folder = Find(Model)!;
        Assert.StartsWith(_cache, folder, StringComparison.Ordinal);
        Assert.All(Files, file => Assert.Equal(File.ReadAllBytes(Original(file)), File.ReadAllBytes(Path.Combine(folder, file))));

        DateTime written = File.GetLastWriteTimeUtc(Path.Combine(folder, Files[1]));
        File.SetLastWriteTimeUtc(Path.Combine(folder, Files[1]), written.AddDays(-1));
        Assert.Equal(folder, Find(Model));
        Assert.Equal(written.AddDays(-1), File.GetLastWriteTimeUtc(Path.Combine(folder, Files[1])));
        Assert.Single(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(folder)!));
    }

    [Fact]
    public void WhatWasCutIsUnpackedAgain()
    {
        string weights = Path.Combine(Find(Model)!, Files[1]);
        File.WriteAllBytes(weights, File.ReadAllBytes(weights)[..100]);

        Find(Model);

        Assert.Equal(File.ReadAllBytes(Original(Files[1])), File.ReadAllBytes(weights));
    }

    [Fact]
    public void WhatWasChangedIsUnpackedAgain()
    {
        string weights = Path.Combine(Find(Model)!, Files[1]);
        byte[] content = File.ReadAllBytes(weights);
        content[^1] ^= 1;
        File.WriteAllBytes(weights, content);

        Find(Model);

        Assert.Equal(File.ReadAllBytes(Original(Files[1])), File.ReadAllBytes(weights));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ManyMayUnpackAtOnce(bool isDamaged)
    {
        if (isDamaged)
        {
            File.Delete(Path.Combine(Find(Model)!, Files[0]));
        }

        string?[] folders = new string?[64];
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(thread => new Thread(() =>
        {
            for (int i = thread; i < folders.Length; i += 8)
            {
                folders[i] = Find(Model);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        string folder = Assert.Single(folders.Distinct())!;
        Assert.Equal(File.ReadAllBytes(Original(Files[1])), File.ReadAllBytes(Path.Combine(folder, Files[1])));
        Assert.Single(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(folder)!));
    }

    [Fact]
    public void WithoutACacheTheModelIsUnpackedForTheProcess()
    {
        // A file where the folder of the cache would be.
        string blocked = Path.Combine(_cache, "file");
        File.WriteAllText(blocked, "");

        string folder = new EmbeddedModel(typeof(EmbeddedModelTests).Assembly, Model).Find(blocked)!;

        Assert.StartsWith(Path.GetTempPath(), folder, StringComparison.Ordinal);
        Assert.DoesNotContain(_cache, folder, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(Original(Files[0])), File.ReadAllBytes(Path.Combine(folder, Files[0])));
    }

    [Theory]
    [InlineData("models/other")]
    [InlineData("models")]
    [InlineData("models/embed")]
    public void OtherModelsAreNotInTheAssembly(string model) => Assert.Null(Find(model));

    [Theory]
    [InlineData("./models/embedded/")]
    [InlineData("models\\embedded\\config.json")]
    [InlineData("../models/embedded")]
    public void AModelIsMeantAsItIsBesideTheProgram(string model) => Assert.NotNull(Find(model));

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_cache, recursive: true);

    private string? Find(string model) => new EmbeddedModel(typeof(EmbeddedModelTests).Assembly, model).Find(_cache);

    private static string Original(string file) => Path.Combine(AppContext.BaseDirectory, "golden", "tiny", file);
}

using System.Text.Json;
using BertGen.Tool.Tests.Harness;

namespace BertGen.Tool.Tests;

/// <summary><c>bertgen list</c> and <c>bertgen rm</c>, and names that are nearly right.</summary>
public sealed class CacheCommandTests : IDisposable
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly PipeFolder _folder = new();

    public CacheCommandTests()
    {
        Add("sentence-transformers/all-MiniLM-L6-v2", 300);
        Add("bert-base-uncased", 1200);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Models_are_listed_with_revisions_and_sizes()
    {
        PipeRun run = await _folder.InvokeAsync(["list"]);
        Assert.Equal(["bert-base-uncased", "sentence-transformers/all-MiniLM-L6-v2"], run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]));
        Assert.Contains("2 models", run.Error, StringComparison.Ordinal);
        JsonElement model = JsonDocument.Parse((await _folder.InvokeAsync(["list", "--json"])).Output).RootElement.GetProperty("models")[0];
        Assert.Equal("bert-base-uncased", model.GetProperty("name").GetString());

        // The content once, and the reference to the commit.
        Assert.Equal(1200 + Commit.Length, model.GetProperty("bytes").GetInt64());
        Assert.Equal(Commit, model.GetProperty("revisions").GetProperty("main").GetString());
    }

    [Fact]
    public async Task A_model_is_removed_alone()
    {
        PipeRun run = await _folder.InvokeAsync(["rm", "bert-base-uncased"]);
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("sentence-transformers/all-MiniLM-L6-v2 ", (await _folder.InvokeAsync(["list"])).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no model 'bert-base-uncase'; did you mean 'bert-base-uncased'?", 1, "rm", "bert-base-uncase")]
    [InlineData("no model '../hub'", 1, "rm", "../hub")]
    [InlineData("There is no command 'ftech'; did you mean 'fetch'?", 2, "ftech")]
    [InlineData("There is no command 'publish'.", 2, "publish")]
    public async Task A_name_that_is_nearly_right_is_told(string expected, int exitCode, params string[] arguments)
    {
        PipeRun run = await _folder.InvokeAsync(arguments);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetDirectories(_folder.Settings().CacheFolder).Length);
    }

    private void Add(string name, int bytes)
    {
        string folder = Path.Combine(_folder.Settings().CacheFolder, "models--" + name.Replace("/", "--", StringComparison.Ordinal));
        string snapshot = Directory.CreateDirectory(Path.Combine(folder, "snapshots", Commit)).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "blobs"));
        Directory.CreateDirectory(Path.Combine(folder, "refs"));
        File.WriteAllText(Path.Combine(folder, "refs", "main"), Commit);
        File.WriteAllBytes(Path.Combine(folder, "blobs", "one"), new byte[bytes]);
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(Path.Combine(snapshot, "model.safetensors"), Path.Combine("..", "..", "blobs", "one"));
        }
    }
}

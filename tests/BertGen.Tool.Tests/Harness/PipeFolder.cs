using System.Text;
using System.Text.Json;
using BertGen.Hub;

namespace BertGen.Tool.Tests.Harness;

/// <summary>A folder with models and a cache of compiled ones, and runs of the tool on it.</summary>
internal sealed class PipeFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bertgen-pipe-");

    public static string WordNetMini => Path.Combine(AppContext.BaseDirectory, "wordnet-mini");

    public static string Tiny => Path.Combine(AppContext.BaseDirectory, "tiny");

    public string Root => _folder.FullName;

    public string Cache => Path.Combine(Root, "cache", "bertgen", "compiled");

    /// <summary>The compiled models in the cache.</summary>
    public string[] Entries => Directory.Exists(Cache) ? [.. Directory.GetFiles(Cache).Order(StringComparer.Ordinal)] : [];

    /// <summary>A copy of a model to change.</summary>
    public string Copy(string model, string name = "model")
    {
        string target = Path.Combine(Root, name);
        foreach (string file in Directory.EnumerateFiles(model, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(model, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return target;
    }

    /// <summary>Runs <c>bertgen pipe</c> in this process.</summary>
    public Task<PipeRun> RunAsync(string[] arguments, params string[] requests) => InvokeAsync(["pipe", .. arguments], requests);

    /// <summary>Runs a command in this process.</summary>
    public async Task<PipeRun> InvokeAsync(string[] arguments, params string[] lines)
    {
        using var error = new StringWriter { NewLine = "\n" };
        using var text = new StringWriter { NewLine = "\n" };
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
        using var output = new MemoryStream();
        var terminal = new Terminal(text, error) { OpenInput = () => input, OpenOutput = () => output };
        int exitCode = await ToolCommand.InvokeAsync(arguments, terminal, Settings);
        return new PipeRun(exitCode, text + Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    /// <summary>The answer to one request.</summary>
    public async Task<JsonElement> AskAsync(string model, string request) => (await RunAsync([model], request)).Answers.Single();

    public HubSettings Settings() => new() { CacheFolder = Path.Combine(Root, "cache", "hub"), UrlCacheFolder = Path.Combine(Root, "cache", "bertgen") };

    public void Dispose() => _folder.Delete(recursive: true);
}

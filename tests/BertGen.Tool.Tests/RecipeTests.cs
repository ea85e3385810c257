using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using BertGen.Tests.Checkpoints;

namespace BertGen.Tool.Tests;

/// <summary>The pipeline of <c>docs/recipes.md</c>, run by a shell as it stands there.</summary>
public sealed class RecipeTests : IDisposable
{
    private const int Requests = 40;

    private readonly TemporaryFolder _folder = new();

    private static string Repository { get; } =
        Path.GetFullPath(Path.Combine(typeof(RecipeTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "ProjectFolder").Value!, "..", ".."));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Texts_that_split_deals_to_processes_have_the_vectors_of_one_process()
    {
        if (!File.Exists("/usr/bin/split") || !File.Exists("/bin/bash"))
        {
            return; // No GNU tools.
        }

        string command = Regex.Match(await File.ReadAllTextAsync(Path.Combine(Repository, "docs", "recipes.md")), "```sh\n(split .*)\n```").Groups[1].Value;
        Assert.NotEqual("", command);
        await File.WriteAllLinesAsync(_folder.File("requests.jsonl"), Enumerable.Range(0, Requests).Select(i => $$"""{"embed": ["text number {{i}}"], "id": {{i}}}"""));
        await RunAsync(command);
        await RunAsync("bertgen pipe sample-models/wordnet-mini < requests.jsonl > alone.jsonl");

        string[] parts = [.. Directory.GetFiles(_folder.Path, "part.*.jsonl").Order(StringComparer.Ordinal)];
        Assert.Equal(2, parts.Length);
        Assert.All(parts, part => Assert.Equal(Requests / 2, File.ReadLines(part).Count()));
        Assert.Equal(File.ReadAllLines(_folder.File("alone.jsonl")), parts.SelectMany(File.ReadLines).OrderBy(IdOf));
    }

    private static int IdOf(string answer)
    {
        using var document = JsonDocument.Parse(answer);
        return document.RootElement.GetProperty("id").GetInt32();
    }

    private async Task RunAsync(string command)
    {
        string model = _folder.File("sample-models");
        if (!Directory.Exists(model))
        {
            Directory.CreateSymbolicLink(model, Path.Combine(Repository, "sample-models"));
        }

        var start = new ProcessStartInfo("/bin/bash", ["-c", $"bertgen() {{ dotnet \"$TOOL\" \"$@\"; }}; export -f bertgen; set -e; {command}"]) { WorkingDirectory = _folder.Path, RedirectStandardError = true };
        start.Environment["TOOL"] = Path.Combine(AppContext.BaseDirectory, "BertGen.Tool.dll");
        start.Environment["SHELL"] = "/bin/bash";
        start.Environment["XDG_CACHE_HOME"] = _folder.File("cache");
        using Process process = Process.Start(start)!;
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, errors);
    }
}

using System.Diagnostics;
using System.Text.Json;
using BertGen.Tool.Tests.Harness;

namespace BertGen.Tool.Tests;

/// <summary>What commands write for programs: JSON, and scripts of shells.</summary>
public sealed class ProgramOutputTests : IDisposable
{
    private readonly PipeFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Inspect_writes_what_it_shows()
    {
        JsonElement model = JsonDocument.Parse((await _folder.InvokeAsync(["inspect", PipeFolder.WordNetMini, "--json"])).Output).RootElement;
        Assert.Equal((3, 192, 3_161_664), (model.GetProperty("config").GetProperty("layers").GetInt32(), model.GetProperty("config").GetProperty("hiddenSize").GetInt32(), model.GetProperty("config").GetProperty("parameters").GetInt64()));
        JsonElement words = model.GetProperty("tensors").EnumerateArray().Single(tensor => tensor.GetProperty("name").GetString()!.EndsWith("word_embeddings.weight", StringComparison.Ordinal));
        Assert.Equal([9000, 192], words.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32()));
        Assert.Equal(("F16", 9000 * 192 * 2), (words.GetProperty("type").GetString(), words.GetProperty("bytes").GetInt32()));
    }

    [Fact]
    public async Task Verify_writes_what_it_found()
    {
        PipeRun fits = await _folder.InvokeAsync(["verify", PipeFolder.WordNetMini, "--json"]);
        Assert.True(JsonDocument.Parse(fits.Output).RootElement.GetProperty("fits").GetBoolean());
        string config = Path.Combine(_folder.Copy(PipeFolder.WordNetMini), "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 4", StringComparison.Ordinal));
        PipeRun differs = await _folder.InvokeAsync(["verify", PipeFolder.WordNetMini, "--config", config, "--json"]);
        JsonElement report = JsonDocument.Parse(differs.Output).RootElement;
        Assert.Equal((0, 1, false), (fits.ExitCode, differs.ExitCode, report.GetProperty("fits").GetBoolean()));
        Assert.Contains(report.GetProperty("problems").EnumerateArray(), problem => problem.GetString()!.Contains("encoder.layer.3.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bash_completes_what_the_tool_suggests()
    {
        PipeRun run = await _folder.InvokeAsync(["completion", "bash"]);
        PipeRun unknown = await _folder.InvokeAsync(["completion", "csh"]);
        Assert.Equal((0, 2), (run.ExitCode, unknown.ExitCode));
        Assert.Contains("bash, zsh, fish, pwsh", unknown.Error, StringComparison.Ordinal);
        if (!File.Exists("/bin/bash"))
        {
            return;
        }

        // A stand-in for the tool that says what it was asked.
        string script = "bertgen() { printf '%s\\n' fetch \"$1$2\"; }\n" + run.Output + "COMP_POINT=10; COMP_LINE='bertgen fe'; _bertgen; printf '%s|' \"${COMPREPLY[@]}\"";
        using Process bash = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", script]) { RedirectStandardOutput = true })!;
        Assert.Equal("fetch|[suggest:10]bertgen fe|", await bash.StandardOutput.ReadToEndAsync());
    }
}

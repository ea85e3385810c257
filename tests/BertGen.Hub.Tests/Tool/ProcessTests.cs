using System.Diagnostics;
using BertGen.Hub.Tests.Harness;

namespace BertGen.Hub.Tests.Tool;

public sealed class ProcessTests : IDisposable
{
    private const int Half = 50_000;

    private readonly FakeHub _hub = new();
    private readonly Sandbox _sandbox = new();
    private readonly TaskCompletionSource _never = new();

    private string Partial => _sandbox.Blob(FakeHub.Sha256(_hub.Weights)) + ".incomplete";

    public void Dispose()
    {
        _never.TrySetResult();
        _hub.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public async Task A_fetch_that_was_killed_half_way_is_continued_by_the_next()
    {
        using (ToolProcess first = await StartHalfAsync())
        {
            first.Kill();
            await first.WaitAsync();
        }

        Assert.Equal(Half, new FileInfo(Partial).Length);
        _hub.StoreFault = _ => null;
        _hub.Server.Forget();
        _hub.Store.Forget();

        using ToolProcess second = Start("fetch", FakeHub.Model);
        (int exitCode, string output, string error) = await second.WaitAsync();

        Assert.True(exitCode == 0, error);
        string folder = output.TrimEnd();
        Assert.Equal(_hub.Weights, File.ReadAllBytes(Path.Combine(folder, "model.safetensors")));
        Assert.Equal([Half], _hub.Store.Of("GET").Select(request => request.RangeStart));
        Assert.Empty(_hub.Server.Of("GET", "config.json"));
        Assert.Contains("model.safetensors: continued from 50 kB on.", error);
        Assert.False(File.Exists(Partial));
    }

    [Fact]
    public async Task A_fetch_that_was_interrupted_says_that_the_next_continues_it()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // There is no signal to send.
        }

        using ToolProcess tool = await StartHalfAsync();
        // Not the signal of Ctrl+C, which programs in the background are started to ignore; both are handled as one.
        using (Process interrupt = Process.Start("kill", ["-TERM", $"{tool.Id}"]))
        {
            await interrupt.WaitForExitAsync();
        }

        (int exitCode, _, string error) = await tool.WaitAsync();

        Assert.Equal(1, exitCode);
        Assert.Equal("bertgen: stopped; what has been received is kept, and the next fetch continues it.\n", error);
        Assert.Equal(Half, new FileInfo(Partial).Length);
    }

    [Fact]
    public async Task Two_processes_fetch_a_file_once()
    {
        using ToolProcess one = Start("fetch", FakeHub.Model);
        using ToolProcess other = Start("fetch", FakeHub.Model);

        (int exitCode, string output, string error) first = await one.WaitAsync();
        (int exitCode, string output, string error) second = await other.WaitAsync();

        Assert.True(first.exitCode == 0 && second.exitCode == 0, first.error + second.error);
        Assert.Equal(first.output, second.output);
        Assert.Single(_hub.Store.Of("GET"));
    }

    [Fact]
    public async Task A_fetch_that_waits_for_another_says_so_and_goes_on_when_that_one_is_killed()
    {
        using ToolProcess first = await StartHalfAsync();
        _hub.StoreFault = _ => null;
        using ToolProcess second = ToolProcess.Start([.. Environment(_hub.Server.Address.AbsoluteUri), ("HF_HUB_DISABLE_PROGRESS_BARS", "1")], "fetch", FakeHub.Model);
        string notice = await second.ReadErrorLineAsync();
        first.Kill();

        (int exitCode, string output, string error) = await second.WaitAsync();

        Assert.True(exitCode == 0, error);
        Assert.Equal($"bertgen: model.safetensors: waiting for another process that fetches it and holds {Path.Combine(_sandbox.Cache, ".locks", "models--org--model", FakeHub.Sha256(_hub.Weights) + ".lock")}.", notice);
        Assert.Equal(_hub.Weights, File.ReadAllBytes(Path.Combine(output.TrimEnd(), "model.safetensors")));
        Assert.Equal(Half, _hub.Store.Of("GET")[^1].RangeStart);
    }

    [Fact]
    public async Task A_fetch_that_was_killed_leaves_nothing_once_the_model_is_another()
    {
        using (ToolProcess first = await StartHalfAsync())
        {
            first.Kill();
            await first.WaitAsync();
        }

        string old = Partial;
        Assert.True(File.Exists(old));
        _hub.StoreFault = _ => null;
        _hub.Commit = FakeHub.SecondCommit;
        _hub.Files["model.safetensors"] = [.. _hub.Weights.Reverse()];

        using ToolProcess second = Start("fetch", FakeHub.Model);
        (int exitCode, _, string error) = await second.WaitAsync();

        Assert.True(exitCode == 0, error);
        Assert.False(File.Exists(old));
    }

    [Fact]
    public async Task The_proxy_of_the_system_is_used()
    {
        var proxy = new TestServer(request => Answer.Of(404, ("X-Error-Code", "RepoNotFound")));
        using ToolProcess tool = ToolProcess.Start([.. Environment("http://hub.invalid"), ("http_proxy", proxy.Address.AbsoluteUri), ("no_proxy", "")], "fetch", FakeHub.Model);

        (int exitCode, _, string error) = await tool.WaitAsync();

        Assert.Equal(1, exitCode);
        Assert.Equal("http://hub.invalid/org/model/resolve/main/config.json", Assert.Single(proxy.Requests).Target);
        Assert.StartsWith("bertgen: org/model@main, config.json: hub.invalid answered 404", error);
        proxy.Dispose();
    }

    [Fact]
    public async Task Nothing_is_written_beside_the_cache()
    {
        using ToolProcess tool = Start("fetch", FakeHub.Model);

        (int exitCode, _, string error) = await tool.WaitAsync();

        Assert.True(exitCode == 0, error);
        Assert.All(_sandbox.List(), entry => Assert.StartsWith("cache/hub/", entry));
    }

    private async Task<ToolProcess> StartHalfAsync()
    {
        _hub.StoreFault = request => Answer.Content(request, _hub.Weights) with { BreakAfter = Half, Hold = _never.Task };
        ToolProcess tool = Start("fetch", FakeHub.Model);
        var watch = Stopwatch.StartNew();
        while (!File.Exists(Partial) || new FileInfo(Partial).Length < Half)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), "The tool does not begin.");
            await Task.Delay(10);
        }

        return tool;
    }

    private ToolProcess Start(params string[] args) => ToolProcess.Start(Environment(_hub.Server.Address.AbsoluteUri), args);

    // The silent half of a file is not to be taken for a broken connection.
    private IEnumerable<(string Name, string Value)> Environment(string endpoint) =>
    [
        ("HF_ENDPOINT", endpoint), ("HF_HUB_CACHE", _sandbox.Cache), ("XDG_CACHE_HOME", Path.Combine(_sandbox.Root, "cache")), ("HOME", _sandbox.Root),
        ("HF_HUB_DOWNLOAD_TIMEOUT", "300"), ("HF_HUB_ETAG_TIMEOUT", "300"), ("HF_HUB_OFFLINE", ""), ("TRANSFORMERS_OFFLINE", ""), ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"),
    ];
}

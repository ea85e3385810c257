using System.Diagnostics;
using BertGen.Hub.Tests.Harness;

namespace BertGen.Hub.Tests;

/// <summary>What downloads that were killed leave, and what others put in the way.</summary>
public sealed class LeftoverTests : IDisposable
{
    private readonly FakeHub _hub = new();
    private readonly Sandbox _sandbox = new();

    private string Repository => Path.Combine(_sandbox.Cache, "models--org--model");

    private string Partial => _sandbox.Blob(FakeHub.Sha256(_hub.Weights)) + ".incomplete";

    public void Dispose()
    {
        _hub.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public async Task Parts_of_contents_that_nobody_asks_for_any_more_are_removed()
    {
        string[] leftovers = [_sandbox.Blob("a") + ".incomplete", _sandbox.Blob("b") + ".copy.incomplete", Path.Combine(Repository, ".ref.incomplete")];
        Write(leftovers);

        await _sandbox.DownloadAsync(_hub);

        Assert.DoesNotContain(_sandbox.List(), entry => entry.EndsWith(".incomplete", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_part_that_another_process_is_at_work_on_stays()
    {
        string[] parts = [_sandbox.Blob("a") + ".incomplete"];
        Write(parts);
        string path = Path.Combine(_sandbox.Cache, ".locks", "models--org--model", "a.lock");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            await _sandbox.DownloadAsync(_hub);
            Assert.True(File.Exists(parts[0]));
        }

        await _sandbox.DownloadAsync(_hub);
        Assert.False(File.Exists(parts[0]));
    }

    [Fact]
    public async Task Parts_of_a_file_by_address_are_removed()
    {
        var url = new Uri(_hub.Store.Address, "/store/model.safetensors");
        string path = await _sandbox.FetchUrlAsync(url, settings: _sandbox.Settings(_hub.Store.Address));
        string folder = Path.GetDirectoryName(Path.GetDirectoryName(path))!;
        Write(Path.Combine(folder, "older", "model.safetensors.incomplete"), Path.Combine(folder, "latest.incomplete"), path + ".incomplete");

        await _sandbox.FetchUrlAsync(url, settings: _sandbox.Settings(_hub.Store.Address));

        Assert.DoesNotContain(_sandbox.List(), entry => entry.EndsWith(".incomplete", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refused_request_leaves_no_empty_part()
    {
        _hub.StoreFault = _ => Answer.Of(403);

        Assert.Equal(HubFailure.Denied, (await _sandbox.FailAsync(_hub)).Failure);

        Assert.DoesNotContain(_sandbox.List(), entry => entry.EndsWith(".incomplete", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_link_in_the_place_of_a_part_is_refused(bool exists)
    {
        string victim = Path.Combine(_sandbox.Root, "victim");
        if (exists)
        {
            File.WriteAllText(victim, "mine");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Partial)!);
        File.CreateSymbolicLink(Partial, victim);

        HubException e = await _sandbox.FailAsync(_hub);

        Assert.Equal(HubFailure.Storage, e.Failure);
        Assert.Contains($"{Partial}: expected a file, found a link to {victim}", e.Message);
        Assert.Equal(exists, File.Exists(victim));
        Assert.Equal(exists ? "mine" : null, exists ? File.ReadAllText(victim) : null);
        Assert.Empty(_hub.Store.Requests);
    }

    [Fact]
    public async Task A_link_in_the_place_of_a_content_or_of_what_becomes_one_is_replaced()
    {
        string victim = Path.Combine(_sandbox.Root, "victim");
        File.WriteAllText(victim, "mine");
        foreach (string path in new[] { _sandbox.Blob(FakeHub.Sha256(_hub.Weights)), Path.Combine(Repository, ".ref.incomplete") })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.CreateSymbolicLink(path, victim);
        }

        HubSnapshot snapshot = await _sandbox.DownloadAsync(_hub);

        Assert.Equal("mine", File.ReadAllText(victim));
        Assert.Equal(_hub.Weights, File.ReadAllBytes(Path.Combine(snapshot.Folder, "model.safetensors")));
        Assert.Null(new FileInfo(_sandbox.Blob(FakeHub.Sha256(_hub.Weights))).LinkTarget);
        Assert.Equal(FakeHub.FirstCommit, File.ReadAllText(Path.Combine(Repository, "refs", "main")));
    }

    [Fact]
    public async Task A_pipe_in_the_place_of_a_part_is_refused()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
        {
            return; // There are none.
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Partial)!);
        using (Process make = Process.Start("mkfifo", [Partial]))
        {
            await make.WaitForExitAsync();
        }

        HubException e = await _sandbox.FailAsync(_hub);

        Assert.Equal(HubFailure.Storage, e.Failure);
        Assert.Contains("expected a file, found a pipe or a device", e.Message);
    }

    private static void Write(params string[] paths)
    {
        foreach (string path in paths)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "part");
        }
    }
}

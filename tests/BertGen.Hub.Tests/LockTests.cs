using BertGen.Hub.Tests.Harness;

namespace BertGen.Hub.Tests;

public sealed class LockTests : IDisposable
{
    private readonly FakeHub _hub = new();
    private readonly Sandbox _sandbox = new();

    public void Dispose()
    {
        _hub.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public async Task Of_several_that_want_a_file_at_once_one_fetches_it()
    {
        HubSnapshot[] snapshots = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => _sandbox.DownloadAsync(_hub))));

        Assert.All(snapshots, snapshot => Assert.Equal(_hub.Weights, File.ReadAllBytes(Path.Combine(snapshot.Folder, "model.safetensors"))));
        Assert.Single(_hub.Store.Of("GET"));
        Assert.All(_hub.Server.Of("GET").GroupBy(request => request.Target), requests => Assert.Single(requests));
    }

    [Fact]
    public async Task A_file_that_another_process_fetches_is_waited_for()
    {
        string tag = FakeHub.Sha256(_hub.Weights);
        string path = Path.Combine(_sandbox.Cache, ".locks", "models--org--model", tag + ".lock");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Task<HubSnapshot> download;
        using (new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            download = Task.Run(() => _sandbox.DownloadAsync(_hub));
            await WaitForAsync(() => _hub.Server.Of("HEAD", "/model.safetensors").Count > 0);
            await Task.Delay(100);
            Assert.False(download.IsCompleted);
            Assert.Empty(_hub.Store.Requests);

            // What the other process brings.
            Directory.CreateDirectory(Path.GetDirectoryName(_sandbox.Blob(tag))!);
            File.WriteAllBytes(_sandbox.Blob(tag), _hub.Weights);
        }

        HubSnapshot snapshot = await download;

        Assert.Empty(_hub.Store.Requests);
        Assert.Equal(_hub.Weights, File.ReadAllBytes(Path.Combine(snapshot.Folder, "model.safetensors")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_wait_for_another_is_told_and_can_be_cancelled(bool isBlocking)
    {
        using var sandbox = new Sandbox { IsBlocking = isBlocking, Time = new ManualTime(TimeSpan.FromMilliseconds(500)) };
        string path = Lock(sandbox);
        using (new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            using var cancellation = new CancellationTokenSource();
            var notices = new List<DownloadProgress>();
            var progress = new Callback(value =>
            {
                if (value.WaitsFor is not null)
                {
                    notices.Add(value);
                    cancellation.Cancel();
                }
            });

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                sandbox.FetchAsync(FakeHub.Model, progress: progress, settings: sandbox.Settings(_hub.Server.Address), cancellationToken: cancellation.Token));

            Assert.Equal(new DownloadProgress("model.safetensors", 0, null) { WaitsFor = path }, Assert.Single(notices));
        }

        Assert.True((await sandbox.DownloadAsync(_hub)).IsCurrent);
    }

    [Fact]
    public async Task A_wait_for_another_is_told_once_and_has_an_end()
    {
        using var sandbox = new Sandbox { Time = new ManualTime(TimeSpan.FromHours(1)) };
        string path = Lock(sandbox);
        var notices = new List<DownloadProgress>();
        using (new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            HubException e = await Assert.ThrowsAsync<HubException>(() =>
                sandbox.FetchAsync(FakeHub.Model, progress: new Callback(value => notices.AddRange(value.WaitsFor is null ? [] : [value])), settings: sandbox.Settings(_hub.Server.Address)));

            Assert.Equal((HubFailure.Storage, "model.safetensors"), (e.Failure, e.File));
            Assert.Contains($"another process has held {path} for 360 minutes. End it, and try again.", e.Message);
            Assert.Single(notices);
        }
    }

    private string Lock(Sandbox sandbox)
    {
        string path = Path.Combine(sandbox.Cache, ".locks", "models--org--model", FakeHub.Sha256(_hub.Weights) + ".lock");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    private static async Task WaitForAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(5);
        }
    }
}

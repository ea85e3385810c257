using BertGen.Hub.Tests.Harness;

namespace BertGen.Hub.Tests;

public sealed class DamageTests : IDisposable
{
    private readonly FakeHub _hub = new();
    private readonly Sandbox _sandbox = new();

    public void Dispose()
    {
        _hub.Dispose();
        _sandbox.Dispose();
    }

    [Theory]
    [InlineData("model.safetensors", 0)]
    [InlineData("model.safetensors", 99_999)]
    [InlineData("model.safetensors", 100_000)]
    [InlineData("config.json", 3)]
    public async Task A_content_that_does_not_fit_its_name_is_fetched_again(string file, int length)
    {
        HubSnapshot snapshot = await _sandbox.DownloadAsync(_hub);
        string blob = _sandbox.Blob(FakeHub.TagOf(file, _hub.Files[file]));
        File.WriteAllBytes(blob, new byte[length]);
        _hub.Server.Forget();
        _hub.Store.Forget();

        await _sandbox.DownloadAsync(_hub);

        Assert.Equal(_hub.Files[file], File.ReadAllBytes(Path.Combine(snapshot.Folder, file)));
        Assert.Equal(_hub.Files[file], File.ReadAllBytes(blob));
        Assert.Equal([file], _hub.Server.Of("GET").Select(request => Path.GetFileName(request.Target)));
    }

    [Fact]
    public async Task A_new_commit_does_not_take_a_damaged_content_over()
    {
        await _sandbox.DownloadAsync(_hub);
        File.WriteAllBytes(_sandbox.Blob(FakeHub.Sha256(_hub.Weights)), new byte[_hub.Weights.Length]);
        _hub.Commit = FakeHub.SecondCommit;

        HubSnapshot snapshot = await _sandbox.DownloadAsync(_hub);

        Assert.Equal(_hub.Weights, File.ReadAllBytes(Path.Combine(snapshot.Folder, "model.safetensors")));
    }

    [Fact]
    public async Task A_hash_in_capital_letters_is_compared()
    {
        string tag = FakeHub.Sha256(_hub.Weights).ToUpperInvariant();
        byte[] sent = new byte[_hub.Weights.Length];
        _hub.Fault = request => request.Target.EndsWith("/model.safetensors", StringComparison.Ordinal)
            ? Answer.Of(302, ("Location", new Uri(_hub.Store.Address, "/store/model.safetensors").AbsoluteUri), ("X-Repo-Commit", FakeHub.FirstCommit), ("X-Linked-Etag", $"\"{tag}\""), ("X-Linked-Size", $"{sent.Length}"))
            : null;
        _hub.StoreFault = request => Answer.Content(request, sent);

        HubException e = await _sandbox.FailAsync(_hub);

        Assert.Equal(HubFailure.Damaged, e.Failure);
        Assert.Contains(tag, e.Message);

        sent = _hub.Weights;
        HubSnapshot snapshot = await _sandbox.DownloadAsync(_hub);
        Assert.Equal(_hub.Weights, File.ReadAllBytes(Path.Combine(snapshot.Folder, "model.safetensors")));
    }

    [Fact]
    public async Task A_file_by_address_is_compared_where_the_server_names_its_content()
    {
        byte[] sent = new byte[_hub.Weights.Length];
        using var front = new TestServer(request => Answer.Of(302, ("Location", new Uri(_hub.Store.Address, "/store/model.safetensors").AbsoluteUri), ("X-Linked-Etag", $"\"{FakeHub.Sha256(_hub.Weights)}\"")));
        _hub.StoreFault = request => Answer.Content(request, sent, ("ETag", $"\"{FakeHub.Sha256(_hub.Weights)}\""));
        var url = new Uri(front.Address, "/org/model/resolve/main/model.safetensors");

        // The store's answer to HEAD describes the file once more; what the hub said of the content stays.
        HubException e = await Assert.ThrowsAsync<HubException>(() => _sandbox.FetchUrlAsync(url, settings: _sandbox.Settings(front.Address)));

        Assert.Equal(HubFailure.Damaged, e.Failure);
        Assert.Contains(FakeHub.Sha256(sent), e.Message);

        sent = _hub.Weights;
        Assert.Equal(_hub.Weights, File.ReadAllBytes(await _sandbox.FetchUrlAsync(url, settings: _sandbox.Settings(front.Address))));
    }

    [Fact]
    public async Task A_file_by_address_that_was_cut_is_fetched_again()
    {
        var url = new Uri(_hub.Store.Address, "/store/model.safetensors");
        string path = await _sandbox.FetchUrlAsync(url, settings: _sandbox.Settings(_hub.Store.Address));
        File.WriteAllBytes(path, [1]);

        Assert.Equal(path, await _sandbox.FetchUrlAsync(url, settings: _sandbox.Settings(_hub.Store.Address)));

        Assert.Equal(_hub.Weights, File.ReadAllBytes(path));
    }
}

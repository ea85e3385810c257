using BertGen.Hub.Tests.Harness;

namespace BertGen.Hub.Tests;

public sealed class BlockingRedirectTests() : RedirectTests(isBlocking: true);

public sealed class AwaitedRedirectTests() : RedirectTests(isBlocking: false);

public abstract class RedirectTests : IDisposable
{
    private const string Token = "secret-1";

    private readonly FakeHub _hub = new();
    private readonly Sandbox _sandbox;

    protected RedirectTests(bool isBlocking) => _sandbox = new Sandbox { IsBlocking = isBlocking };

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _hub.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public async Task The_token_goes_to_the_hub_and_to_no_other_server()
    {
        await DownloadAsync(_hub.Server.Address);

        Assert.NotEmpty(_hub.Server.Requests);
        Assert.All(_hub.Server.Requests, request => Assert.Equal($"Bearer {Token}", request["Authorization"]));
        Assert.NotEmpty(_hub.Store.Requests);
        Assert.All(_hub.Store.Requests, request => Assert.Null(request["Authorization"]));
    }

    [Fact]
    public async Task The_hub_describes_large_files_itself()
    {
        await DownloadAsync(_hub.Server.Address);

        Assert.Empty(_hub.Store.Of("HEAD"));
        Assert.Single(_hub.Store.Of("GET"));
    }

    [Fact]
    public async Task A_hub_that_has_moved_is_followed_without_the_token()
    {
        using var old = new TestServer(request => Answer.Of(308, ("Location", new Uri(_hub.Server.Address, request.Target).AbsoluteUri)));

        await DownloadAsync(old.Address);

        Assert.All(old.Requests, request => Assert.Equal($"Bearer {Token}", request["Authorization"]));
        Assert.All(_hub.Server.Requests, request => Assert.Null(request["Authorization"]));
    }

    [Fact]
    public async Task A_model_that_was_renamed_is_followed_with_the_token()
    {
        _hub.Fault = request => request.Target.StartsWith("/old/name/", StringComparison.Ordinal)
            ? Answer.Of(307, ("Location", request.Target.Replace("/old/name/", $"/{FakeHub.Model}/", StringComparison.Ordinal)))
            : null;

        HubSnapshot snapshot = await _sandbox.FetchAsync("old/name", settings: _sandbox.Settings(_hub.Server.Address, Token));

        Assert.Equal(_hub.Weights, File.ReadAllBytes(Path.Combine(snapshot.Folder, "model.safetensors")));
        Assert.Contains("models--old--name", snapshot.Folder);
        Assert.All(_hub.Server.Requests, request => Assert.Equal($"Bearer {Token}", request["Authorization"]));
    }

    [Fact]
    public async Task The_headers_of_a_relative_redirect_describe_the_file()
    {
        _hub.Fault = request => request.Target.EndsWith("/resolve/main/config.json", StringComparison.Ordinal)
            ? Answer.Of(307, ("Location", "/cached/config.json"), ("X-Repo-Commit", FakeHub.FirstCommit), ("X-Linked-Etag", "\"a\""), ("X-Linked-Size", "3"))
            : request.Target == "/cached/config.json" ? Answer.Of(200) : null;

        HubSnapshot snapshot = await DownloadAsync(_hub.Server.Address);

        Assert.Equal(FakeHub.FirstCommit, snapshot.Commit);
    }

    [Theory]
    [InlineData("/org/model/resolve/main/config.json", "more than 10 redirects")]
    [InlineData("file:///etc/passwd", "'file://'; expected an https address")]
    [InlineData("ftp://host/file", "'ftp://host'")]
    [InlineData(null, "led to no address")]
    public async Task A_redirect_that_leads_nowhere_is_told(string? location, string expected)
    {
        _hub.Fault = _ => location is null ? Answer.Of(302) : Answer.Of(302, ("Location", location));

        HubException e = await _sandbox.FailAsync(_hub);

        Assert.Equal(HubFailure.BadAnswer, e.Failure);
        Assert.Contains(expected, e.Message);
    }

    [Fact]
    public async Task Contents_are_asked_for_as_they_are_and_by_commit()
    {
        await DownloadAsync(_hub.Server.Address);

        Assert.All(_hub.Server.Requests, request => Assert.Equal("identity", request["Accept-Encoding"]));
        Assert.All(_hub.Server.Of("GET"), request => Assert.StartsWith($"/org/model/resolve/{FakeHub.FirstCommit}/", request.Target));
        Assert.StartsWith("bertgen/", _hub.Server.Requests[0]["User-Agent"]);
    }

    private Task<HubSnapshot> DownloadAsync(Uri endpoint) => _sandbox.FetchAsync(FakeHub.Model, settings: _sandbox.Settings(endpoint, Token));
}

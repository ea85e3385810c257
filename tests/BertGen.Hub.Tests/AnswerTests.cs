using System.Net;
using System.Net.Sockets;
using BertGen.Hub.Tests.Harness;

namespace BertGen.Hub.Tests;

public sealed class BlockingAnswerTests() : AnswerTests(isBlocking: true);

public sealed class AwaitedAnswerTests() : AnswerTests(isBlocking: false);

public abstract class AnswerTests : IDisposable
{
    private readonly FakeHub _hub = new();
    private readonly Sandbox _sandbox;

    protected AnswerTests(bool isBlocking) => _sandbox = new Sandbox { IsBlocking = isBlocking };

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _hub.Dispose();
        _sandbox.Dispose();
    }

    [Theory]
    [InlineData(401, null, HubFailure.Denied, "there is no such model, or it is private. Check the name, or set HF_TOKEN to a token that may read it")]
    [InlineData(403, null, HubFailure.Denied, "there is no such model, or it is private")]
    [InlineData(403, "GatedRepo", HubFailure.Denied, "the model is gated. Accept its conditions at http://127.0.0.1")]
    [InlineData(401, "GatedRepo", HubFailure.Denied, "the model is gated")]
    [InlineData(404, "RepoNotFound", HubFailure.NotFound, "there is no such model")]
    [InlineData(404, "RevisionNotFound", HubFailure.NotFound, "the model has no such revision")]
    [InlineData(404, "EntryNotFound", HubFailure.NotFound, "there is no such file")]
    [InlineData(404, null, HubFailure.NotFound, "there is no such file")]
    [InlineData(418, null, HubFailure.BadAnswer, "answered 418")]
    [InlineData(300, null, HubFailure.BadAnswer, "answered 300")]
    public async Task A_refusal_is_explained_at_once(int status, string? code, HubFailure failure, string expected)
    {
        _hub.Fault = _ => code is null ? Answer.Of(status) : Answer.Of(status, ("X-Error-Code", code));

        HubException e = await _sandbox.FailAsync(_hub);

        Assert.Equal(failure, e.Failure);
        Assert.StartsWith($"org/model@main, config.json: 127.0.0.1 answered {status}", e.Message);
        Assert.Contains(expected, e.Message);
        Assert.Equal((FakeHub.Model, "main", "config.json"), (e.Model, e.Revision, e.File));
        Assert.Single(_hub.Server.Requests);
        Assert.Empty(_sandbox.List());
    }

    [Fact]
    public async Task A_refused_token_is_not_asked_for_again()
    {
        _hub.Fault = _ => Answer.Of(403);

        HubException e = await Assert.ThrowsAsync<HubException>(() => _sandbox.FetchAsync(FakeHub.Model, settings: _sandbox.Settings(_hub.Server.Address, token: "secret-1")));

        Assert.Contains("check that the token that is set may read it", e.Message);
        Assert.DoesNotContain("secret-1", e.ToString());
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task A_server_in_trouble_is_asked_again_with_growing_waits(int status)
    {
        int left = 4;
        _hub.Fault = _ => left-- > 0 ? Answer.Of(status) : null;

        await _sandbox.DownloadAsync(_hub);

        Assert.Equal(4, _sandbox.Waits.Count);
        for (int i = 0; i < 4; i++)
        {
            double longest = 0.5 * Math.Pow(2, i);
            Assert.InRange(_sandbox.Waits[i].TotalSeconds, longest / 2, longest);
        }
    }

    [Fact]
    public async Task A_server_that_stays_in_trouble_is_given_up()
    {
        _hub.Fault = _ => Answer.Of(503);

        HubException e = await _sandbox.FailAsync(_hub);

        Assert.Equal(HubFailure.Unreachable, e.Failure);
        Assert.Contains("answered 503", e.Message);
        Assert.Contains("5 attempts", e.Message);
        Assert.Equal(5, _hub.Server.Requests.Count);
        Assert.Equal(4, _sandbox.Waits.Count);
    }

    [Fact]
    public async Task A_requested_wait_is_kept()
    {
        int left = 2;
        _hub.Fault = _ => left-- switch
        {
            2 => Answer.Of(429, ("Retry-After", "7")),
            1 => Answer.Of(503, ("Retry-After", DateTimeOffset.UtcNow.AddSeconds(110).ToString("r"))),
            _ => null,
        };

        await _sandbox.DownloadAsync(_hub);

        Assert.Equal(TimeSpan.FromSeconds(7), _sandbox.Waits[0]);
        Assert.InRange(_sandbox.Waits[1].TotalSeconds, 10, 110);
    }

    [Fact]
    public async Task A_requested_wait_that_is_too_long_is_told()
    {
        _hub.Fault = _ => Answer.Of(429, ("Retry-After", "3600"));

        HubException e = await _sandbox.FailAsync(_hub);

        Assert.Equal(HubFailure.Unreachable, e.Failure);
        Assert.Contains("asks to wait 3600 seconds", e.Message);
        Assert.Empty(_sandbox.Waits);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_asked_again()
    {
        var never = new TaskCompletionSource();
        int left = 1;
        _hub.Fault = request => Interlocked.Decrement(ref left) == 0 ? Answer.Of(200) with { Hold = never.Task } : null;

        HubSnapshot snapshot = await _sandbox.FetchAsync(FakeHub.Model, settings: _sandbox.Settings(_hub.Server.Address, timeout: 0.5));

        Assert.True(snapshot.IsCurrent);
        Assert.NotEmpty(_sandbox.Waits);
        never.SetResult();
    }

    [Fact]
    public async Task A_hub_that_cannot_be_reached_leaves_what_the_cache_has()
    {
        HubSnapshot whole = await _sandbox.DownloadAsync(_hub);
        Assert.True(whole.IsCurrent);

        HubSnapshot cached = await _sandbox.FetchAsync(FakeHub.Model, settings: _sandbox.Settings(UnusedAddress()));

        Assert.Equal(whole with { IsCurrent = false }, cached);
    }

    [Fact]
    public async Task A_hub_that_cannot_be_reached_is_an_error_where_the_cache_has_nothing()
    {
        HubException e = await Assert.ThrowsAsync<HubException>(() => _sandbox.FetchAsync(FakeHub.Model, settings: _sandbox.Settings(UnusedAddress())));

        Assert.Equal(HubFailure.Unreachable, e.Failure);
        Assert.Contains("cannot be reached", e.Message);
    }

    [Fact]
    public async Task A_refusal_is_told_although_the_cache_has_the_model()
    {
        await _sandbox.DownloadAsync(_hub);
        _hub.Fault = _ => Answer.Of(401);

        Assert.Equal(HubFailure.Denied, (await _sandbox.FailAsync(_hub)).Failure);
    }

    [Fact]
    public async Task Offline_nothing_is_asked_for_and_the_cache_serves()
    {
        HubSnapshot whole = await _sandbox.DownloadAsync(_hub);
        _hub.Server.Forget();
        HubSettings offline = _sandbox.Settings(_hub.Server.Address, offline: true);

        Assert.Equal(whole with { IsCurrent = false }, await _sandbox.FetchAsync(FakeHub.Model, settings: offline));
        HubException e = await Assert.ThrowsAsync<HubException>(() => _sandbox.FetchAsync("org/other", settings: offline));

        Assert.Equal(HubFailure.Offline, e.Failure);
        Assert.Contains("HF_HUB_OFFLINE", e.Message);
        Assert.Empty(_hub.Server.Requests);
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_is_told()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_sandbox.Cache)!);
        File.WriteAllText(_sandbox.Cache, "a file in the place of the cache");

        HubException e = await _sandbox.FailAsync(_hub);

        Assert.Equal(HubFailure.Storage, e.Failure);
        Assert.Contains(_sandbox.Cache, e.Message);
    }

    private static Uri UnusedAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }
}

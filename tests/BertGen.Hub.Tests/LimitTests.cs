using BertGen.Hub.Tests.Harness;

namespace BertGen.Hub.Tests;

public sealed class BlockingLimitTests() : LimitTests(isBlocking: true);

public sealed class AwaitedLimitTests() : LimitTests(isBlocking: false);

public abstract class LimitTests(bool isBlocking) : IDisposable
{
    private const long Reserve = 64 << 20;

    private readonly FakeHub _hub = new();
    private Sandbox _sandbox = new() { IsBlocking = isBlocking };

    private string Partial => _sandbox.Blob(FakeHub.Sha256(_hub.Weights)) + ".incomplete";

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _hub.Dispose();
        _sandbox.Dispose();
    }

    [Theory]
    [InlineData("config.json", 1 << 24)]
    [InlineData("tokenizer_config.json", 1 << 24)]
    [InlineData("modules.json", 1 << 24)]
    [InlineData("vocab.txt", 64 << 20)]
    [InlineData("model.safetensors.index.json", 100_000_000)]
    public async Task A_small_file_that_is_announced_too_long_is_not_fetched(string file, long limit)
    {
        _hub.Files.Remove("model.safetensors");
        _hub.Files[file] = [1];
        _hub.Fault = request => request.Method == "HEAD" && request.Target.EndsWith("/" + file, StringComparison.Ordinal)
            ? new Answer(200, [1], ("X-Repo-Commit", FakeHub.FirstCommit), ("ETag", $"\"{FakeHub.GitHash([1])}\"")) { ContentLength = limit + 1 }
            : null;

        HubException e = await _sandbox.FailAsync(_hub);

        Assert.Equal((HubFailure.TooLarge, file), (e.Failure, e.File));
        Assert.Contains($"expected at most {limit} bytes, but 127.0.0.1 announces {limit + 1}", e.Message);
        Assert.Empty(_hub.Server.Of("GET", "/" + file));
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task A_body_without_end_is_cut_at_the_limit_of_its_kind()
    {
        const long Limit = 1 << 24;
        byte[] part = new byte[1 << 16];
        _hub.Fault = request => request.Target.EndsWith("/config.json", StringComparison.Ordinal)
            ? new Answer(200, part, ("X-Repo-Commit", FakeHub.FirstCommit), ("ETag", "\"endless\"")) { ContentLength = -1, IsEndless = true }
            : null;

        HubException e = await _sandbox.FailAsync(_hub);

        Assert.Equal((HubFailure.TooLarge, "config.json"), (e.Failure, e.File));
        Assert.Contains($"expected at most {Limit} bytes, but 127.0.0.1 sends more", e.Message);
        Assert.InRange(_hub.Server.Sent, Limit, 32 * Limit); // What the sockets buffer comes on top.
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task Weights_of_an_absurd_length_are_refused_at_once()
    {
        Announce(1L << 60);

        HubException e = await _sandbox.FailAsync(_hub);

        Assert.Equal((HubFailure.TooLarge, "model.safetensors"), (e.Failure, e.File));
        Assert.Empty(_hub.Store.Requests);
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task What_is_announced_is_compared_with_the_free_space()
    {
        _sandbox.FreeSpace = Reserve + 99_999;
        HubException e = await _sandbox.FailAsync(_hub);

        Assert.Equal((HubFailure.Storage, "model.safetensors"), (e.Failure, e.File));
        Assert.Contains($"100000 more bytes are needed, but the disk of {Path.GetDirectoryName(Partial)} has {_sandbox.FreeSpace}, of which {Reserve} are left alone", e.Message);
        Assert.Empty(_hub.Store.Requests);
        AssertNothingIsLeft();

        _sandbox.FreeSpace = Reserve + 100_000;
        await _sandbox.DownloadAsync(_hub);
    }

    [Fact]
    public async Task What_is_there_of_a_file_needs_no_more_space()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Partial)!);
        File.WriteAllBytes(Partial, _hub.Weights[..60_000]);
        _sandbox.FreeSpace = Reserve + 40_000;

        await _sandbox.DownloadAsync(_hub);

        Assert.Equal([60_000], _hub.Store.Of("GET").Select(request => request.RangeStart));
    }

    [Fact]
    public async Task A_length_that_only_the_store_tells_is_compared_as_well()
    {
        _hub.Fault = request => request is { Method: "HEAD" } && request.Target.EndsWith("/model.safetensors", StringComparison.Ordinal)
            ? Answer.Of(302, ("Location", new Uri(_hub.Store.Address, "/store/model.safetensors").AbsoluteUri), ("X-Repo-Commit", FakeHub.FirstCommit), ("X-Linked-Etag", $"\"{FakeHub.Sha256(_hub.Weights)}\""))
            : null;
        _sandbox.FreeSpace = Reserve + 1000;

        HubException e = await _sandbox.FailAsync(_hub);

        Assert.Equal((HubFailure.Storage, "model.safetensors"), (e.Failure, e.File));
        Assert.Contains("100000 more bytes are needed", e.Message);
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task Where_no_length_is_announced_the_disk_is_watched()
    {
        byte[] part = new byte[1 << 20];
        using var server = new TestServer(_ => new Answer(200, part, ("ETag", "\"a\"")) { ContentLength = -1, IsEndless = true });
        _sandbox.FreeSpace = 200 << 20;
        var progress = new Callback(value => _sandbox.FreeSpace = (200 << 20) - value.Received);

        HubException e = await Assert.ThrowsAsync<HubException>(() => _sandbox.FetchUrlAsync(new Uri(server.Address, "/a.bin"), progress, _sandbox.Settings(server.Address)));

        Assert.Equal(HubFailure.Storage, e.Failure);
        Assert.InRange(_sandbox.FreeSpace, Reserve, (200 << 20) - 1);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_by_address_has_a_limit(bool announces)
    {
        Use(new Sandbox { IsBlocking = isBlocking, MaxUrlFileBytes = 50_000 });
        using var server = new TestServer(_ => new Answer(200, new byte[50_001]) { ContentLength = announces ? null : -1 });

        HubException e = await Assert.ThrowsAsync<HubException>(() => _sandbox.FetchUrlAsync(new Uri(server.Address, "/a.bin"), settings: _sandbox.Settings(server.Address)));

        Assert.Equal(HubFailure.TooLarge, e.Failure);
        Assert.Contains("expected at most 50000 bytes", e.Message);
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task A_server_that_drips_is_given_up_for_the_time_being()
    {
        var time = new ManualTime();
        Use(new Sandbox { IsBlocking = isBlocking, Time = time });
        var gate = new SemaphoreSlim(0);
        _hub.StoreFault = request =>
        {
            SemaphoreSlim own = gate = new SemaphoreSlim(0);
            return Answer.Content(request, _hub.Weights) with { Drip = () => own.WaitAsync() };
        };

        // A byte a second.
        var progress = new Callback(value =>
        {
            if (value.File == "model.safetensors")
            {
                time.Advance(TimeSpan.FromSeconds(1));
                gate.Release();
            }
        });

        HubException e = await Assert.ThrowsAsync<HubException>(() => _sandbox.FetchAsync(FakeHub.Model, progress: progress, settings: _sandbox.Settings(_hub.Server.Address)));

        Assert.Equal((HubFailure.Unreachable, "model.safetensors"), (e.Failure, e.File));
        Assert.Contains("127.0.0.1 is too slow: it sent", e.Message);
        Assert.Contains("expected 131072 in 30, and so at each of 5 attempts", e.Message);
        Assert.Equal(5, _hub.Store.Of("GET").Count);
        Assert.InRange(new FileInfo(Partial).Length, 5, 200); // Kept: it is the next one's start.
    }

    [Fact]
    public async Task A_slow_server_that_is_fast_enough_is_waited_for()
    {
        var time = new ManualTime();
        Use(new Sandbox { IsBlocking = isBlocking, Time = time });
        _hub.Files["model.safetensors"] = _hub.Weights = new byte[1_000_000];
        long last = 0;

        // 5,000 bytes a second.
        var progress = new Callback(value =>
        {
            time.Advance(TimeSpan.FromSeconds(Math.Max(0, value.Received - last) / 5000.0));
            last = value.Received;
        });

        HubSnapshot snapshot = await _sandbox.FetchAsync(FakeHub.Model, progress: progress, settings: _sandbox.Settings(_hub.Server.Address));

        Assert.Equal(_hub.Weights, File.ReadAllBytes(Path.Combine(snapshot.Folder, "model.safetensors")));
        Assert.Single(_hub.Store.Of("GET"));
    }

    [Fact]
    public async Task Attempts_at_a_file_are_counted_also_where_each_gets_further()
    {
        Use(new Sandbox { IsBlocking = isBlocking, MaxAttempts = 8 });
        _hub.StoreFault = request => request.Method == "GET" ? Answer.Content(request, _hub.Weights) with { BreakAfter = 1 } : null;

        HubException e = await _sandbox.FailAsync(_hub);

        Assert.Equal(HubFailure.Unreachable, e.Failure);
        Assert.Contains("after 8 attempts, which is all that a file is given", e.Message);
        Assert.Equal(8, new FileInfo(Partial).Length);
    }

    [Fact]
    public async Task The_time_of_a_file_is_limited_within_an_attempt()
    {
        var time = new ManualTime();
        Use(new Sandbox { IsBlocking = isBlocking, Time = time });
        _hub.Files["model.safetensors"] = _hub.Weights = new byte[3_000_000];
        var progress = new Callback(value => time.Advance(value is { File: "model.safetensors", Received: > 1_000_000 } ? TimeSpan.FromHours(7) : TimeSpan.Zero));

        HubException e = await Assert.ThrowsAsync<HubException>(() => _sandbox.FetchAsync(FakeHub.Model, progress: progress, settings: _sandbox.Settings(_hub.Server.Address)));

        Assert.Equal(HubFailure.Unreachable, e.Failure);
        Assert.Contains("the 360 minutes that a file is given are over", e.Message);
        Assert.True(new FileInfo(Partial).Length > 1_000_000);

        await _sandbox.DownloadAsync(_hub);
        Assert.NotNull(_hub.Store.Of("GET")[^1].RangeStart);
    }

    [Fact]
    public async Task The_time_of_a_file_is_limited_over_all_attempts()
    {
        var time = new ManualTime();
        Use(new Sandbox { IsBlocking = isBlocking, Time = time });
        _hub.StoreFault = request =>
        {
            time.Advance(TimeSpan.FromHours(2));
            return Answer.Of(503);
        };

        HubException e = await _sandbox.FailAsync(_hub);

        Assert.Contains("answered 503 Status, after 3 attempts in 360 minutes, which is all that a file is given", e.Message);
    }

    [Theory]
    [InlineData("modules.json", "expected at most 32 modules, found 33")]
    [InlineData("model.safetensors.index.json", "expected at most 1000 files, found 1001")]
    public async Task What_a_file_makes_us_ask_for_is_limited(string file, string expected)
    {
        _hub.Files.Remove("model.safetensors");
        _hub.Files[file] = System.Text.Encoding.UTF8.GetBytes(file == "modules.json"
            ? $"[{string.Join(',', Enumerable.Range(0, 33).Select(i => $$"""{"path": "{{i}}_x"}"""))}]"
            : "{\"weight_map\": {" + string.Join(',', Enumerable.Range(0, 1001).Select(i => $"\"a{i}\": \"{i}.safetensors\"")) + "}}");

        HubException e = await _sandbox.FailAsync(_hub);

        Assert.Equal((HubFailure.TooLarge, file), (e.Failure, e.File));
        Assert.Contains(expected, e.Message);
    }

    private void Announce(long length) => _hub.Fault = request => request.Target.EndsWith("/model.safetensors", StringComparison.Ordinal)
        ? Answer.Of(302, ("Location", new Uri(_hub.Store.Address, "/store/model.safetensors").AbsoluteUri), ("X-Repo-Commit", FakeHub.FirstCommit), ("X-Linked-Etag", $"\"{FakeHub.Sha256(_hub.Weights)}\""), ("X-Linked-Size", $"{length}"))
        : null;

    private void Use(Sandbox sandbox)
    {
        _sandbox.Dispose();
        _sandbox = sandbox;
    }

    private void AssertNothingIsLeft() => Assert.DoesNotContain(_sandbox.List(), entry => entry.Contains(".incomplete", StringComparison.Ordinal));
}
